namespace Swarm.Contracts.Locks;

/// <summary>
/// Takes a lock from the node that holds it. It names the holder as it was seen, so that a request that is repeated
/// does not take it from the next one.
/// </summary>
public sealed record ReleaseLockRequest
{
    /// <summary>The run whose node holds it.</summary>
    public required string RunId { get; init; }

    /// <summary>The path of the node that holds it.</summary>
    public required string Node { get; init; }

    /// <summary>Why; it goes into the run's history.</summary>
    public string? Reason { get; init; }
}
