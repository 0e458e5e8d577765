using Swarm.Contracts.Statuses;

namespace Swarm.WorkerAgent.Tools;

/// <summary>How the work ended.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitCode">The exit code of its command, if it ran to its end.</param>
/// <param name="Reason">Why it failed, in words.</param>
/// <param name="Retryable">Whether trying again may help.</param>
internal sealed record ToolResult(
    WorkItemOutcome Outcome, int? ExitCode = null, string? Reason = null, bool Retryable = true);
