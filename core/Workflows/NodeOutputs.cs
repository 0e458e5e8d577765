namespace Swarm.Core.Workflows;

/// <summary>What is known, before a node has run, of the fields that it puts out.</summary>
public static class NodeOutputs
{
    private static readonly string[] s_fanOut =
        [FanOutOutput.Count, FanOutOutput.Failed, FanOutOutput.Items, FanOutOutput.Statuses, FanOutOutput.Values];

    /// <summary>The names of the fields; null when anything may be in it.</summary>
    public static IReadOnlyList<string>? FieldsOf(NodeDefinition node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Evaluation is null || node.FanOut is not null || OwnFieldsOf(node) is not { } own
            ? OwnFieldsOf(node)
            : [.. own, .. EvaluationOutput.Fields];
    }

    private static IReadOnlyList<string>? OwnFieldsOf(NodeDefinition node) => node switch
    {
        { FanOut: not null } => s_fanOut,
        { Kind: NodeKind.Checkpoint } => CheckpointOutput.Fields,
        { Kind: NodeKind.Wait } => WaitOutput.Fields,
        { Kind: NodeKind.Workflow, Workflow.Definition.Outputs: { } outputs } => [.. outputs.Keys],
        { Kind: NodeKind.Workflow, Workflow.Definition.Mixture: not null } => MixtureOutput.Fields,
        { Kind: NodeKind.Workflow, Workflow.Definition.Hierarchy: not null } => HierarchyOutput.Fields,
        { Kind: NodeKind.Workflow } => null,
        { Tool: not NodeDefinition.ShellTool } => null,
        { OutputFormat: OutputFormat.Json } => [.. ShellOutput.Fields, ShellOutput.Value],
        _ => ShellOutput.Fields,
    };

    /// <summary>What a node puts out, in the words of a message: "shell node", "checkpoint".</summary>
    public static string NameOf(NodeDefinition node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node switch
        {
            { FanOut: not null } => "fanned-out node",
            { Kind: NodeKind.Checkpoint } => "checkpoint",
            { Kind: NodeKind.Wait } => "waiting node",
            { Kind: NodeKind.Workflow } => "workflow",
            { Tool: NodeDefinition.ShellTool } => "shell node",
            _ => "node",
        };
    }
}
