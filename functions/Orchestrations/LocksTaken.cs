namespace Swarm.Functions.Orchestrations;

/// <summary>What became of asking for the locks of a node: it has all of them when nothing is said.</summary>
public sealed record LocksTaken
{
    /// <summary>All locks that it asks for.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The first lock that somebody else has; null when there is none.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Why the node cannot have its locks, ever; null when it can.</summary>
    public string? Failure { get; init; }

    /// <summary>True when the node is to end before it has begun.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>True when the run is paused: the node asks for no lock, and is woken when the run goes on.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether the node has all of its locks.</summary>
    public bool HasAll() => this is { WaitsFor: null, Failure: null, IsCancelled: false, IsPaused: false };

    /// <summary>How the node ends that cannot have its locks.</summary>
    public NodeEnded ToEnd() => IsCancelled
        ? NodeEnded.Cancelled("It was cancelled before it had its locks.")
        : NodeEnded.Failed(Failure);

    /// <summary>How the node ends that is cancelled while it waits.</summary>
    public NodeEnded ToCancelled() => NodeEnded.Cancelled(IsPaused
        ? "It was cancelled while its run was paused."
        : $"It was cancelled while it waited for the lock '{WaitsFor}'.");
}
