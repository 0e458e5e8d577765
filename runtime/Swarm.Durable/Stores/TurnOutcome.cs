namespace Swarm.Durable.Stores;

/// <summary>What became of a turn's commit.</summary>
public sealed record TurnOutcome
{
    /// <summary>The commit was refused: the instance was replaced or purged, or is not where the turn began.</summary>
    public static TurnOutcome Refused { get; } = new() { IsCommitted = false };

    /// <summary>A commit that touched no other instance.</summary>
    public static TurnOutcome Committed { get; } = new() { IsCommitted = true };

    /// <summary>Whether it was committed.</summary>
    public required bool IsCommitted { get; init; }

    /// <summary>The keys of the started children, in the order of the commit; 0 for one that was refused.</summary>
    public IReadOnlyList<long> ChildKeys { get; init; } = [];

    /// <summary>The keys of rewound children, in the order of the commit; 0 for one that did not start anew.</summary>
    public IReadOnlyList<long> RestartedKeys { get; init; } = [];

    /// <summary>The highest number of any message when the children were created.</summary>
    public long LastMessageId { get; init; }

    /// <summary>The messages that were put into inboxes.</summary>
    public IReadOnlyList<StoredMessage> Delivered { get; init; } = [];
}
