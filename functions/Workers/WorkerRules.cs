using System.Text.RegularExpressions;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Queues;
using Swarm.Functions.Http;

namespace Swarm.Functions.Workers;

/// <summary>What workers may say of themselves.</summary>
internal static partial class WorkerRules
{
    public const int MaxTools = 32;
    public const int MaxSlots = 64;
    public const int MaxHeld = 64;
    public const int NameMaxChars = 64;
    public const string ProcessIdMessage = "Use 64 printable characters at most.";
    private const int ShortTextMaxChars = 64;
    private const int TokenMaxChars = 128;
    private const int WorkItemIdMaxChars = 200;
    private const string ToolName =
        "Use 1 to 30 lower-case letters and digits, with single dashes between, not ending in -high, -low or -poison.";

    public static void Check(JoinRequest request)
    {
        var errors = new FieldErrors()
            .Require(request.Token.Length is > 0 and <= TokenMaxChars, "/token", "Give the join token as it was told.")
            .Require(
                MachineId().IsMatch(request.MachineId),
                "/machineId",
                "Use 1 to 128 letters, digits, dots, dashes and underscores.")
            .Require(
                IsText(request.Name, NameMaxChars) && request.Name.Trim().Length > 0,
                "/name",
                $"Give a name of 1 to {NameMaxChars} printable characters.")
            .Require(IsText(request.Platform, ShortTextMaxChars), "/platform", Short())
            .Require(IsText(request.AgentVersion, ShortTextMaxChars), "/agentVersion", Short())
            .Require(request.Slots is >= 1 and <= MaxSlots, "/slots", SlotsRange());
        CheckTools(request.Tools, errors);
        WorkerProfileRules.Check(request.Profile, errors);
        errors.ThrowIfAny();
    }

    public static void Check(HeartbeatRequest request)
    {
        var errors = new FieldErrors()
            .Require(request.Sequence >= 0, "/sequence", "Count heartbeats from 1.")
            .Require(IsProcessId(request.ProcessId), "/processId", ProcessIdMessage)
            .Require(request.CpuPercent is null or (>= 0 and <= 100), "/cpuPercent", "Give a number from 0 to 100.")
            .Require(request.MemoryUsedBytes is null or >= 0, "/memoryUsedBytes", "Give a number of bytes.")
            .Require(request.DiskFreeBytes is null or >= 0, "/diskFreeBytes", "Give a number of bytes.")
            .Require(request.Slots is null or (>= 1 and <= MaxSlots), "/slots", SlotsRange())
            .Require(request.Held.Count <= MaxHeld, "/held", $"A worker holds {MaxHeld} work items at most.");
        for (var i = 0; i < Math.Min(request.Held.Count, MaxHeld); i++)
        {
            errors.Require(
                request.Held[i] is { Id.Length: > 0 and <= WorkItemIdMaxChars },
                $"/held/{i}/id",
                "Give the id of the work item as the claim told it.");
        }

        errors.Require(
            request.Used.Count <= MaxHeld
            && request.Used.All(one => one is { Id.Length: > 0 and <= WorkItemIdMaxChars, Usage: { } used }
                && !IsNegative(used)),
            "/used",
            $"Tell of {MaxHeld} work items at most, by their ids, and of nothing negative.");
        if (request.Tools is { Count: > 0 } tools)
        {
            CheckTools(tools, errors);
        }

        var states = request.ToolStates ?? [];
        errors.Require(states.Count <= MaxTools, "/toolStates", $"Tell of {MaxTools} tools at most.");
        for (var i = 0; i < Math.Min(states.Count, MaxTools); i++)
        {
            errors.Require(states[i] is not null && IsTool(states[i].Name), $"/toolStates/{i}/name", ToolName);
        }

        WorkerProfileRules.Check(request.Profile, errors);
        WorkerProfileRules.Check(request.Warm, errors);
        errors.ThrowIfAny();
    }

    /// <summary>Whether a text can name the life of a worker process; none is fine, too.</summary>
    public static bool IsProcessId(string? text) => IsText(text, ShortTextMaxChars);

    public static void CheckTools(IReadOnlyList<string> tools, FieldErrors errors)
    {
        errors.Require(tools.Count is >= 1 and <= MaxTools, "/tools", $"Name 1 to {MaxTools} tools.");
        for (var i = 0; i < Math.Min(tools.Count, MaxTools); i++)
        {
            errors.Require(IsTool(tools[i]), $"/tools/{i}", ToolName);
        }
    }

    /// <summary>Whether a text can name a tool: it becomes part of a queue's name.</summary>
    public static bool IsTool(string? tool) => QueueNames.IsSubject(tool);

    public static bool IsText(string? text, int maxChars) =>
        text is null || (text.Length <= maxChars && !text.Any(char.IsControl));

    private static bool IsNegative(ToolUsage used) =>
        used.InputTokens < 0 || used.CachedInputTokens < 0 || used.OutputTokens < 0 || used.CostUsd < 0
        || used.Turns < 0;

    private static string SlotsRange() => $"Give a number from 1 to {MaxSlots}.";

    private static string Short() => $"Use {ShortTextMaxChars} printable characters at most.";

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,128}\z", RegexOptions.None, 1000)]
    private static partial Regex MachineId();
}
