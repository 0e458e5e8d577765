using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Conditions;
using Swarm.Core.Json;
using Swarm.Core.Workflows;

namespace Swarm.Core.Checkpoints;

/// <summary>
/// What a correction leads to: the work before a checkpoint is done again. It is a loop like any other, from the
/// checkpoint back to the work, which nobody needs to write. A workflow whose edges look at the answer themselves
/// decides for itself.
/// </summary>
public static class CorrectionLoops
{
    /// <summary>The workflow with the loops of all of its checkpoints.</summary>
    public static WorkflowDefinition AddTo(WorkflowDefinition workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (workflow.Nodes.All(node => node.Kind != NodeKind.Checkpoint))
        {
            return workflow;
        }

        EdgeDefinition[] loops = [.. workflow.Nodes.SelectMany(node => Of(workflow, node))];
        return loops.Length == 0 ? workflow : workflow with { Edges = [.. workflow.Edges, .. loops] };
    }

    /// <summary>The loops that a correction at a node takes; none where it leads to nothing by itself.</summary>
    public static IReadOnlyList<EdgeDefinition> Of(WorkflowDefinition workflow, NodeDefinition node)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(node);
        if (node is not { Kind: NodeKind.Checkpoint, FanOut: null, Checkpoint.MaxCorrections: > 0 and var max }
            || workflow.Edges.Any(edge => edge.From == node.Id && (edge.When is not null || edge.IsLoop)))
        {
            return [];
        }

        var corrected = JsonSerializer.SerializeToElement(
            EnumWords.Of(CheckpointStatus.Corrected), CoreJsonContext.Default.String);
        return
        [
            .. WorkBefore(workflow, node.Id).Select(work => new EdgeDefinition
            {
                From = node.Id,
                To = work,
                LoopMax = max,
                When = new Comparison(CheckpointOutput.Decision, ComparisonOperator.EqualTo, corrected),
            }),
        ];
    }

    /// <summary>The nearest nodes before one that do work; other checkpoints and waits are passed.</summary>
    public static IReadOnlyCollection<string> WorkBefore(WorkflowDefinition workflow, string node)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var kinds = workflow.Nodes.ToDictionary(node => node.Id, node => node.Kind);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var passed = new HashSet<string> { node };
        var behind = new Queue<string>(passed);
        while (behind.TryDequeue(out var id))
        {
            var edges = workflow.Edges.Where(edge => edge.To == id && !edge.IsLoop);
            foreach (var before in edges.Select(edge => edge.From))
            {
                if (kinds[before] is NodeKind.Work or NodeKind.Workflow)
                {
                    found.Add(before);
                }
                else if (passed.Add(before))
                {
                    behind.Enqueue(before);
                }
            }
        }

        return found;
    }
}
