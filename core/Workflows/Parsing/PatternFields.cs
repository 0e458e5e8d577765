namespace Swarm.Core.Workflows.Parsing;

/// <summary>The fields of a workflow that only some patterns have.</summary>
internal static class PatternFields
{
    /// <summary>By field, the patterns that have it, the one that is probably meant first.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<WorkflowPattern>> Of =
        new Dictionary<string, IReadOnlyList<WorkflowPattern>>
        {
            ["steps"] = [WorkflowPattern.Sequential],
            ["nodes"] =
            [
                WorkflowPattern.Graph, WorkflowPattern.Sequential, WorkflowPattern.Concurrent, WorkflowPattern.Mixture,
            ],
            ["edges"] = [WorkflowPattern.Graph],
            ["maxParallel"] = [WorkflowPattern.Concurrent, WorkflowPattern.Graph],
            ["onFailure"] = [WorkflowPattern.Concurrent],
            ["outputs"] = [WorkflowPattern.Graph, WorkflowPattern.Sequential, WorkflowPattern.Concurrent],
            ["quorum"] = [WorkflowPattern.Mixture],
            ["decide"] = [WorkflowPattern.Mixture],
            ["director"] = [WorkflowPattern.Hierarchical],
            ["workers"] = [WorkflowPattern.Hierarchical],
            ["fallback"] = [WorkflowPattern.Hierarchical],
            ["limits"] = [WorkflowPattern.Hierarchical],
        };
}
