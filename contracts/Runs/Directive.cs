namespace Swarm.Contracts.Runs;

/// <summary>Something that a person says to a run that goes on.</summary>
public sealed record Directive
{
    /// <summary>Its place among the run's directives, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What is said.</summary>
    public required string Text { get; init; }

    /// <summary>The node that it is for, with all that lies inside of it; null for all.</summary>
    public string? Node { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who gave it.</summary>
    public string? By { get; init; }

    /// <summary>By what it is known when it is given again; null for nothing.</summary>
    public string? Key { get; init; }
}
