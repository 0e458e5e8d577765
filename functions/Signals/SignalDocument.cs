namespace Swarm.Functions.Signals;

/// <summary>
/// The events of one name that a run was sent. Each goes to one waiting node, the first to the first; none is lost that
/// comes before anybody waits for it.
/// </summary>
public sealed record SignalDocument
{
    /// <summary>How many events nobody has taken yet are kept.</summary>
    public const int MaxUntaken = 1_000;

    /// <summary>The number of the newest event, counted from 1.</summary>
    public int Sent { get; init; }

    /// <summary>The number of the newest event that a node has; those between are waited for by nobody.</summary>
    public int Taken { get; init; }

    /// <summary>
    /// The places of the nodes that wait, the oldest first; while there are some, every event is taken.
    /// </summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];
}
