namespace Swarm.Functions.Orchestrations;

/// <summary>Where a node stands that waits for something.</summary>
public sealed record NodeWait
{
    /// <summary>How it ended; null while it waits.</summary>
    public NodeEnded? Ended { get; init; }

    /// <summary>Until when it waits; null when it has ended.</summary>
    public DateTimeOffset? Until { get; init; }

    public static NodeWait Over(NodeEnded ended) => new() { Ended = ended };
}
