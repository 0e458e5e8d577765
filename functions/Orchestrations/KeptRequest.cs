namespace Swarm.Functions.Orchestrations;

/// <summary>Asks what earlier attempts of the run have made of nodes.</summary>
/// <param name="Run">The workflow that they belong to.</param>
/// <param name="Nodes">The nodes, each with the attempt from which on its results count.</param>
public sealed record KeptRequest(RunReference Run, IReadOnlyList<NodeRun> Nodes)
{
    /// <summary>What lies before them: results that are older than anything under this path do not count.</summary>
    public string? After { get; init; }
}
