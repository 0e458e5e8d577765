namespace Swarm.Contracts.Queues;

/// <summary>The queues that a worker may read itself, for a while.</summary>
public sealed record OpenQueuesResponse
{
    /// <summary>The queues.</summary>
    public required IReadOnlyList<OpenQueue> Queues { get; init; }

    /// <summary>How long the addresses can be used from now on; ask again before.</summary>
    public required TimeSpan ValidFor { get; init; }

    /// <summary>How long to hide a message from others while it is claimed.</summary>
    public required TimeSpan Invisible { get; init; }

    /// <summary>A message that was taken more often than this is to be set aside.</summary>
    public required int MaxTakes { get; init; }
}
