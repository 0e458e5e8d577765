using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Runs;

/// <summary>What somebody asked of a run. The row decides; events that tell of it are hints.</summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="CancelRequested">True once the run is to end: nothing new starts, nothing more is claimed.</param>
/// <param name="Reason">Why, in the caller's words.</param>
/// <param name="At">When it was asked last.</param>
public sealed record ControlDocument(long Version, bool CancelRequested, string? Reason, DateTimeOffset At)
{
    /// <summary>How many marks are kept. The work of older ones has long ended.</summary>
    public const int MaxMarks = 2_000;

    /// <summary>Nodes that are to end although the run goes on; null for none.</summary>
    public IReadOnlyList<NodeMark>? Cancelled { get; init; }

    public static ControlDocument Empty(DateTimeOffset at) => new(0, CancelRequested: false, Reason: null, at);

    /// <summary>Whether a node is to end: by itself, with what it lies in, or with the whole run.</summary>
    public bool Covers(string path, int iteration) =>
        CancelRequested || (Cancelled?.Any(mark => mark.Covers(path, iteration)) ?? false);

    /// <summary>Marks nodes; those that are marked already change nothing.</summary>
    public ControlDocument Mark(IReadOnlyList<NodeMark> nodes, DateTimeOffset at)
    {
        var known = Cancelled ?? [];
        NodeMark[] added = [.. nodes.Where(node => !known.Contains(node))];
        return added.Length == 0
            ? this
            : this with { Version = Version + 1, Cancelled = [.. known.Concat(added).TakeLast(MaxMarks)], At = at };
    }
}
