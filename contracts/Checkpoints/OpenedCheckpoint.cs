namespace Swarm.Contracts.Checkpoints;

/// <summary>A checkpoint that a person has opened by hand. It asks once the node that it is for is to begin.</summary>
public sealed record OpenedCheckpoint
{
    /// <summary>Its place among those that were opened in the run, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What is asked.</summary>
    public required string Message { get; init; }

    /// <summary>The node that it was opened for; null for whatever begins next.</summary>
    public string? Node { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who opened it.</summary>
    public string? By { get; init; }

    /// <summary>By what it is known when it is opened again; null for nothing.</summary>
    public string? Key { get; init; }

    /// <summary>The node before which it asks; null before there is one.</summary>
    public string? AsksBefore { get; init; }

    /// <summary>The iteration of that node in which it asked first.</summary>
    public int? SinceIteration { get; init; }

    /// <summary>True once it asks no more: it was answered, or its attempt of the run is over.</summary>
    public bool IsSettled { get; init; }
}
