namespace Swarm.Functions.Orchestrations;

/// <summary>What one turn of a run's graph brought.</summary>
public sealed record RunSteps
{
    public required RunReference Run { get; init; }

    /// <summary>In the order in which they happened.</summary>
    public required IReadOnlyList<ProgressStep> Steps { get; init; }

    /// <summary>How much of the graph is done, 0 to 100.</summary>
    public required int Progress { get; init; }
}
