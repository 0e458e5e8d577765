using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Orchestrations;

/// <summary>How a run, or a workflow inside of one, ended.</summary>
/// <param name="Status">Completed, failed or cancelled.</param>
/// <param name="Reason">Why it failed or was cancelled; null otherwise.</param>
/// <param name="IsFault">True when it failed by a fault of ours, so that work of it may still go on.</param>
public sealed record RunResult(RunStatus Status, string? Reason, bool IsFault = false)
{
    /// <summary>The nodes that its outputs refer to, each with the row whose result counts.</summary>
    public IReadOnlyDictionary<string, string>? Results { get; init; }
}
