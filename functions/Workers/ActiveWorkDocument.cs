namespace Swarm.Functions.Workers;

/// <summary>
/// Says that a worker claims a work item. It is written before the claim and deleted after the lease's end, so that a
/// claimed work item always has one, and one without a claim may exist for a while.
/// </summary>
/// <param name="RunId">The work item's run.</param>
/// <param name="Token">The fencing token that the claim gives.</param>
/// <param name="LeaseEndsAt">Until when the lease holds without a heartbeat that lists it.</param>
/// <param name="ProcessId">The life of the worker process that claims; null when it did not say.</param>
/// <param name="IsAssignment">
/// True while it was only given to the worker, to be claimed until <paramref name="LeaseEndsAt"/>: it takes a slot.
/// </param>
public sealed record ActiveWorkDocument(
    string RunId,
    long Token,
    DateTimeOffset LeaseEndsAt,
    string? ProcessId = null,
    bool IsAssignment = false);
