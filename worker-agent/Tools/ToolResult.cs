using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Tools;

/// <summary>How the work ended.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitCode">The exit code of its command, if it ran to its end.</param>
/// <param name="Reason">Why it failed, in words.</param>
/// <param name="Retryable">Whether trying again may help.</param>
internal sealed record ToolResult(
    WorkItemOutcome Outcome, int? ExitCode = null, string? Reason = null, bool Retryable = true)
{
    /// <summary>What it used, if the tool tells.</summary>
    public ToolUsage? Usage { get; init; }

    /// <summary>When this worker may take refused work; null for never.</summary>
    public DateTimeOffset? RefusedUntil { get; init; }

    /// <summary>What must be answered before the work can go on.</summary>
    public WorkQuestion? Question { get; init; }

    /// <summary>What was found out about the tool itself.</summary>
    public ToolTrouble? Trouble { get; init; }

    // What is wrong with a tool (nobody is signed in, say) is put right by a person, or not at all.
    private static readonly TimeSpan TroublePause = TimeSpan.FromMinutes(10);

    /// <summary>A failure that the same work would meet again.</summary>
    public static ToolResult Hopeless(string reason) =>
        new(WorkItemOutcome.Failed, Reason: reason, Retryable: false);

    /// <summary>Not here, perhaps elsewhere.</summary>
    public static ToolResult Refuse(string reason, DateTimeOffset? until = null) =>
        new(WorkItemOutcome.Refused, Reason: reason) { RefusedUntil = until };

    /// <summary>Not here as long as the tool cannot work.</summary>
    public static ToolResult Refuse(ToolTrouble trouble, DateTimeOffset now) =>
        Refuse(trouble.Reason, trouble.ParkedUntil(now) ?? now + TroublePause) with { Trouble = trouble };

    /// <summary>A command that did not come to its own end.</summary>
    public static ToolResult Of(CommandEnd end, TimeSpan limit) => end.How switch
    {
        EndedHow.NotStarted => Hopeless(end.Error!),
        EndedHow.NoSandbox => Refuse(end.Error!, end.Until),
        EndedHow.Claim => new(WorkItemOutcome.Cancelled, Reason: "The work was cancelled.", Retryable: false),
        EndedHow.Excess => Hopeless(end.Error!),
        EndedHow.Silence => new(WorkItemOutcome.Failed, Reason: "The tool printed nothing for too long; it hung."),
        _ => new(WorkItemOutcome.TimedOut, Reason: $"The work took longer than its limit of {limit}."),
    };
}
