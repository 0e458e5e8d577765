namespace Swarm.Functions.WorkLogs;

/// <summary>How far the log of a work item has come.</summary>
public sealed record LogHeadDocument
{
    /// <summary>The fencing token whose lines came last; each token counts its lines from 1.</summary>
    public long Token { get; init; }

    /// <summary>The number of the next line under that token.</summary>
    public long NextLine { get; init; } = 1;

    /// <summary>The number of the next chunk; chunks count through all tokens.</summary>
    public int NextChunk { get; init; } = 1;

    /// <summary>How much text is kept so far.</summary>
    public long Bytes { get; init; }

    /// <summary>True once the limit was reached: lines are still counted and no longer kept.</summary>
    public bool IsFull { get; init; }
}
