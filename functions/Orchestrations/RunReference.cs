using Swarm.Core.Ids;

namespace Swarm.Functions.Orchestrations;

/// <summary>A run under one of its attempts: what its orchestrations are started with.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Attempt">Counted from 1.</param>
public sealed record RunReference(string RunId, int Attempt)
{
    /// <summary>The id of the run's orchestration.</summary>
    public string InstanceId() => DerivedId.Join(RunId, Number());

    /// <summary>The id of the orchestration that walks the run's graph.</summary>
    public string GraphInstanceId() => DerivedId.Join(RunId, Number(), "graph");

    /// <summary>The id of the orchestration of one iteration of a node.</summary>
    public string NodeInstanceId(string node, int iteration) =>
        DerivedId.Join(RunId, Number(), node, $"{iteration}");

    /// <summary>The id of the work item of one attempt at a node's iteration.</summary>
    public string WorkItemId(string node, int iteration, int attempt) =>
        DerivedId.Join(RunId, Number(), node, $"{iteration}", $"{attempt}");

    private string Number() => $"{Attempt}";
}
