using Swarm.Contracts.WorkItems;
using Swarm.Contracts.Workers;

namespace Swarm.Functions.Workers;

/// <summary>
/// What claims have used, as heartbeats tell it. It lies in the worker's row, which a heartbeat writes anyway, and goes
/// to the work item when the claim is released without a report.
/// </summary>
internal static class ClaimUsage
{
    /// <summary>
    /// How many claims that are no longer listed are remembered: their release may come after a crash or two.
    /// </summary>
    public const int MaxKept = 16;

    private const int ModelMaxChars = 100;

    /// <summary>What is known after a heartbeat.</summary>
    public static IReadOnlyList<WorkUsage> After(IReadOnlyList<WorkUsage> known, HeartbeatRequest request)
    {
        var told = request.Used.Select(one => one with { Usage = Larger(Find(known, one.Id, one.Token), one.Usage) });
        var rest = known.Where(one => Find(request.Used, one.Id, one.Token) is null).ToList();
        var held = rest.Where(one => request.Held.Any(item => item.Id == one.Id && item.Token == one.Token)).ToList();
        return [.. rest.Except(held).TakeLast(MaxKept), .. held, .. told];
    }

    /// <summary>What a claim has used; null if nobody told.</summary>
    public static ToolUsage? Find(IReadOnlyList<WorkUsage> known, string workItemId, long token) =>
        known.FirstOrDefault(one => one.Id == workItemId && one.Token == token)?.Usage;

    /// <summary>A claim has not used less than before: a tool that counts anew takes nothing back.</summary>
    private static ToolUsage Larger(ToolUsage? known, ToolUsage told) => new()
    {
        InputTokens = Max(known?.InputTokens, told.InputTokens),
        CachedInputTokens = Max(known?.CachedInputTokens, told.CachedInputTokens),
        OutputTokens = Max(known?.OutputTokens, told.OutputTokens),
        CostUsd = Max(known?.CostUsd, told.CostUsd),
        Turns = Max(known?.Turns, told.Turns),
        Model = WorkerProfileRules.Cut(told.Model, ModelMaxChars),
    };

    private static T? Max<T>(T? known, T? told)
        where T : struct, IComparable<T> =>
        known is { } before && (told is not { } now || now.CompareTo(before) < 0) ? before : told;
}
