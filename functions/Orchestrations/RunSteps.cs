namespace Swarm.Functions.Orchestrations;

/// <summary>What one turn of a run's graph brought.</summary>
public sealed record RunSteps
{
    public required RunReference Run { get; init; }

    /// <summary>In the order in which they happened.</summary>
    public required IReadOnlyList<ProgressStep> Steps { get; init; }

    /// <summary>How much of the run is done, 0 to 100; null when this says nothing about it.</summary>
    public int? Progress { get; init; }
}
