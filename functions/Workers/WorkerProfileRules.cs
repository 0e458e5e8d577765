using System.Text.RegularExpressions;
using Swarm.Contracts.Workers;
using Swarm.Functions.Http;

namespace Swarm.Functions.Workers;

/// <summary>What may be said of a worker's set-up, by the worker and by people.</summary>
internal static partial class WorkerProfileRules
{
    public const int MaxLabels = 32;
    public const int MaxShares = 64;
    public const int MaxWarm = 32;
    public const int ProblemMaxChars = 500;
    private const int UserMaxChars = 64;
    private const int WarmMaxChars = 500;
    private const int MaxModels = 64;
    private const int VersionMaxChars = 64;
    private const int MaxCpus = 4096;
    private const string LabelMessage =
        "Use 1 to 40 lower-case letters and digits, with single dashes or dots between.";

    public static void Check(WorkerProfile? profile, FieldErrors errors)
    {
        if (profile is null)
        {
            return;
        }

        CheckLabels(profile.Labels, "/profile/labels", errors);
        var thresholds = profile.Thresholds;
        errors
            .Require(
                profile.Specialisations.Count <= Enum.GetValues<Contracts.Allocation.Specialisation>().Length,
                "/profile/specialisations",
                "Name each specialisation once.")
            .Require(profile.CpuCount is null or (> 0 and <= MaxCpus), "/profile/cpuCount", "Give a number above 0.")
            .Require(profile.MemoryTotalBytes is null or > 0, "/profile/memoryTotalBytes", "Give a number of bytes.")
            .Require(IsPercent(thresholds.CpuMaxPercent), "/profile/thresholds/cpuMaxPercent", Percent())
            .Require(IsPercent(thresholds.MemoryMaxPercent), "/profile/thresholds/memoryMaxPercent", Percent())
            .Require(
                thresholds.DiskFreeMinBytes is null or >= 0,
                "/profile/thresholds/diskFreeMinBytes",
                "Give a number of bytes.");
    }

    public static void Check(WarmReport? warm, FieldErrors errors)
    {
        if (warm is not null)
        {
            CheckTexts(warm.Repositories, "/warm/repositories", errors);
            CheckTexts(warm.Sessions, "/warm/sessions", errors);
            CheckTexts(warm.Models, "/warm/models", errors);
        }
    }

    public static void Check(ChangeWorkerRequest request)
    {
        var errors = new FieldErrors();
        CheckLabels(request.Labels ?? [], "/labels", errors);
        var shares = request.Shares ?? [];
        errors.Require(shares.Count <= MaxShares, "/shares", $"Share a worker with {MaxShares} users at most.");
        for (var i = 0; i < Math.Min(shares.Count, MaxShares); i++)
        {
            errors.Require(
                shares[i] is { User: { Length: > 0 } user } && WorkerRules.IsText(user, UserMaxChars),
                $"/shares/{i}/user",
                $"Give the name of a user, {UserMaxChars} characters at most.");
        }

        errors.ThrowIfAny();
    }

    /// <summary>The states with their texts cut: a heartbeat is not refused for a talkative tool.</summary>
    public static IReadOnlyList<ToolState> Cut(IReadOnlyList<ToolState> states) =>
    [
        .. states.Select(state => state with
        {
            Version = Cut(state.Version, VersionMaxChars),
            Reason = Cut(state.Reason, ProblemMaxChars),
            Models = [.. state.Models.Take(MaxModels)],
        }),
    ];

    public static string? Cut(string? text, int maxChars) => text?.Length > maxChars ? text[..maxChars] : text;

    private static void CheckLabels(IReadOnlyList<string> labels, string pointer, FieldErrors errors)
    {
        errors.Require(labels.Count <= MaxLabels, pointer, $"Give {MaxLabels} labels at most.");
        for (var i = 0; i < Math.Min(labels.Count, MaxLabels); i++)
        {
            errors.Require(labels[i] is not null && Label().IsMatch(labels[i]), $"{pointer}/{i}", LabelMessage);
        }
    }

    private static void CheckTexts(IReadOnlyList<string> texts, string pointer, FieldErrors errors) =>
        errors.Require(
            texts.Count <= MaxWarm && texts.All(text => text?.Length is > 0 and <= WarmMaxChars),
            pointer,
            $"Give {MaxWarm} texts at most, each of 1 to {WarmMaxChars} characters.");

    private static bool IsPercent(double? number) => number is null or (>= 0 and <= 100);

    private static string Percent() => "Give a number from 0 to 100.";

    [GeneratedRegex(@"^(?=.{1,40}\z)[a-z0-9]+([.-][a-z0-9]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
