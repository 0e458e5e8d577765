using Swarm.Contracts.Allocation;

namespace Swarm.Core.Workflows;

/// <summary>How private the work of a workflow is. Privacy only ever grows on the way inwards.</summary>
public static class NodePrivacy
{
    /// <summary>The node as it is inside of something: never less private than that.</summary>
    public static NodeDefinition Within(this NodeDefinition node, Privacy outer)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Placement.Privacy >= outer
            ? node
            : node with { Placement = node.Placement with { Privacy = outer } };
    }

    /// <summary>
    /// How private all that a workflow does is at least. In a mixture and in a hierarchy answers go round without being
    /// asked for, to the synthesiser and to the director, so there one sensitive part makes all of it sensitive.
    /// </summary>
    public static Privacy Of(WorkflowDefinition workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (workflow.Pattern is not (WorkflowPattern.Mixture or WorkflowPattern.Hierarchical))
        {
            return Privacy.Normal;
        }

        var parts = workflow.Nodes.Concat(workflow.Hierarchy?.Workers ?? []);
        return parts.Select(node => node.Placement.Privacy).DefaultIfEmpty().Max();
    }

    /// <summary>The more private of two.</summary>
    public static Privacy Max(Privacy one, Privacy other) => one >= other ? one : other;
}
