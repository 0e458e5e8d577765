namespace Swarm.Contracts.WorkItems;

/// <summary>Log lines of a work item, in order.</summary>
public sealed record LogChunk
{
    /// <summary>The run that it belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The fencing token.</summary>
    public required long Token { get; init; }

    /// <summary>
    /// The number of the first line, counted from 1 without gaps per token; lines known already are ignored.
    /// </summary>
    public required long First { get; init; }

    /// <summary>The lines; at most 48 KiB together.</summary>
    public required IReadOnlyList<LogLine> Lines { get; init; }
}
