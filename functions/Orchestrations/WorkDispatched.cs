using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Orchestrations;

/// <summary>What became of an attempt's work item when it was dispatched.</summary>
/// <param name="Status">Its status; cancelled when the run is to end; null when it was not made.</param>
/// <param name="Failure">Why it could not be made: another attempt would meet the same.</param>
/// <param name="Opened">The checkpoint opened by hand because of which it was not made; null for none.</param>
public sealed record WorkDispatched(WorkItemStatus? Status, string? Failure, int? Opened = null)
{
    /// <summary>True when it was not made as the run is paused, and the node is to hold no locks meanwhile.</summary>
    public bool IsPaused { get; init; }

    /// <summary>True when it was made, and has been taken out of its queue since.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>How often its node has lost a lock before this dispatch.</summary>
    public int Holds { get; init; }

    internal static WorkDispatched Paused { get; } = new(Status: null, Failure: null) { IsPaused = true };

    internal static WorkDispatched Withdrawn { get; } = new(Status: null, Failure: null) { IsWithdrawn = true };

    internal static WorkDispatched With(WorkItemStatus status) => new(status, Failure: null);

    internal static WorkDispatched HeldBy(int opened) => new(Status: null, Failure: null, opened);
}
