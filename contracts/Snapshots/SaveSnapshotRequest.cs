namespace Swarm.Contracts.Snapshots;

/// <summary>Keeps a snapshot of a work item; the last one counts. Saving it again changes nothing.</summary>
public sealed record SaveSnapshotRequest
{
    /// <summary>The run that the work item belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The fencing token.</summary>
    public required long Token { get; init; }

    /// <summary>What was saved. What it refers to is stored before.</summary>
    public required WorkSnapshot Snapshot { get; init; }
}
