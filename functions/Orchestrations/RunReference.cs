using Swarm.Core.Ids;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// A run under one of its attempts, and which of its workflows is meant: what its orchestrations are started with.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="Scope">The path of the workflow inside of the run; empty for the run's own.</param>
public sealed record RunReference(string RunId, int Attempt, string Scope = "")
{
    /// <summary>
    /// From which attempt of the run on its nodes keep their results: what is older was made from something that has
    /// changed since. 0: nothing is kept, all of it runs.
    /// </summary>
    public int KeepFloor { get; init; }

    /// <summary>Whether the run's own workflow is meant, and not one inside of it.</summary>
    public bool IsRoot() => Scope.Length == 0;

    /// <summary>The same, keeping only what this attempt of the run or a later one has made.</summary>
    public RunReference Keeping(int floor) => this with { KeepFloor = floor < Attempt ? floor : 0 };

    /// <summary>The id of the run's orchestration.</summary>
    public string InstanceId() => DerivedId.Join(RunId, Number());

    /// <summary>The id of the orchestration that runs the workflow.</summary>
    public string GraphInstanceId() =>
        IsRoot() ? DerivedId.Join(RunId, Number(), "graph") : DerivedId.Join(RunId, Number(), Scope, "graph");

    /// <summary>The path of one of the workflow's nodes.</summary>
    public string PathOf(string node) => IsRoot() ? node : $"{Scope}.{node}";

    /// <summary>The id of the orchestration of one iteration of a node.</summary>
    public string NodeInstanceId(string path, int iteration) =>
        DerivedId.Join(RunId, Number(), path, $"{iteration}");

    /// <summary>The id of the orchestration of a part of a node's items.</summary>
    public string PartInstanceId(string place, int first, int cycle) => cycle == 0
        ? DerivedId.Join(RunId, Number(), place, "items", $"{first}")
        : DerivedId.Join(RunId, Number(), place, "items", $"{first}", $"{cycle}");

    /// <summary>The id of the work item of one attempt at a node's iteration.</summary>
    public string WorkItemId(string path, int iteration, int attempt) =>
        DerivedId.Join(RunId, Number(), path, $"{iteration}", $"{attempt}");

    /// <summary>Behind the names of rows that every attempt of the run has for itself; the first has none.</summary>
    public string AttemptMark() => Attempt == 1 ? "" : $"~{Attempt}";

    private string Number() => $"{Attempt}";
}
