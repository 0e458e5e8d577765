namespace Swarm.Functions.Orchestrations;

/// <summary>How far what a node does has come before a person has said anything to it.</summary>
/// <param name="Ended">How it ended.</param>
/// <param name="IsAsked">Whether a person is to be asked about the result.</param>
/// <param name="Attempt">The attempt that it is the result of.</param>
internal sealed record NodeDone(NodeEnded Ended, bool IsAsked, int Attempt = 0)
{
    /// <summary>What its evaluators say in a sentence, if they are the reason to ask; null otherwise.</summary>
    public string? Summary { get; init; }

    /// <summary>The checkpoint opened by hand because of which nothing has begun yet; null when there is none.
    /// </summary>
    public int? Opened { get; init; }

    /// <summary>True when the run is paused, and the node is to hold no locks until it goes on.</summary>
    public bool IsPaused { get; init; }

    /// <summary>True when somebody has taken a lock from the node, which takes its place behind all others.</summary>
    public bool IsUnlocked { get; init; }

    /// <summary>Nothing goes on without the locks that were taken from the node.</summary>
    public static NodeDone Unlocked { get; } = Held() with { IsUnlocked = true };

    /// <summary>Nothing goes on while the run is paused.</summary>
    public static NodeDone Paused { get; } = Held() with { IsPaused = true };

    /// <summary>Nothing has begun, as a person is to be asked first.</summary>
    public static NodeDone Held(int? opened = null) => new(new NodeEnded { Outcome = default }, IsAsked: false)
    {
        Opened = opened,
    };
}
