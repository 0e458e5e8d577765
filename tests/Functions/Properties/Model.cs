using System.Text.Json.Nodes;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Allocation;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Says how a workflow ends, by walking over it once from its beginning to its end: no orchestrations, no rows, no
/// time.
/// It shares with the product the parsed definition and the evaluation of conditions, and nothing else.
/// </summary>
internal sealed class Model
{
    private readonly IReadOnlyDictionary<string, WorkflowDefinition> _stored;
    private readonly ModelNodes _nodes;

    public Model(IReadOnlyDictionary<string, WorkflowDefinition> stored)
    {
        _stored = stored;
        _nodes = new ModelNodes(Ledger, RunInner);
    }

    public ModelLedger Ledger { get; } = new();

    /// <summary>How a workflow ends, and what it puts out.</summary>
    public (bool Failed, JsonNode? Output) Run(
        WorkflowDefinition workflow,
        string scope,
        IReadOnlyDictionary<string, JsonNode?> inputs,
        bool isAgain = false,
        Privacy privacy = Privacy.Normal)
    {
        var local = new ModelScope(scope, inputs) { IsAgain = isAgain, Privacy = PrivacyOf(workflow, privacy) };
        var ended = workflow.Pattern switch
        {
            WorkflowPattern.Mixture => new ModelMixture(Ledger, _nodes, workflow, local).Run(),
            WorkflowPattern.Hierarchical => new ModelHierarchy(Ledger, _nodes, workflow, local).Run(),
            _ => new ModelGraph(Ledger, _nodes, workflow, local).Run(),
        };
        if (!ended)
        {
            // In a sequence nothing runs beside what fails.
            if (workflow.Pattern != WorkflowPattern.Sequential)
            {
                Ledger.Doubt(scope.Length == 0 ? "" : scope + ".");
                Ledger.Failures.Add((scope, workflow));
            }

            return (true, null);
        }

        return (false, local.Result ?? (workflow.Outputs is { } outputs
            ? new JsonObject(outputs.Select(p => KeyValuePair.Create(p.Key, local.Resolve(p.Value, isLenient: true))))
            : local.Default(workflow)));
    }

    /// <summary>Where answers go round by themselves, one private part makes all of it private.</summary>
    private static Privacy PrivacyOf(WorkflowDefinition workflow, Privacy outer)
    {
        var isShared = workflow.Pattern is WorkflowPattern.Mixture or WorkflowPattern.Hierarchical;
        var parts = isShared ? workflow.Nodes.Concat(workflow.Hierarchy?.Workers ?? []) : [];
        return parts.Select(node => node.Placement.Privacy).Append(outer).Max();
    }

    /// <summary>
    /// Runs the workflow that a node stands for. Where it does not say how often it asks, and somebody would be asked
    /// about the node, it asks at its end. Of a mixture the result is asked about.
    /// </summary>
    private (bool Failed, JsonNode? Output, bool IsAsked) RunInner(
        ModelRun run, string place, IReadOnlyDictionary<string, JsonNode?> inputs)
    {
        var workflow = run.Node.Workflow!.Definition ?? _stored[run.Node.Workflow.Name!];
        if (run.IsReviewed && workflow.Checkpoints is null)
        {
            var isHierarchy = workflow.Pattern == WorkflowPattern.Hierarchical;
            workflow = workflow with
            {
                Checkpoints = isHierarchy ? CheckpointFrequency.Medium : CheckpointFrequency.Low,
            };
        }

        var (failed, output) = Run(workflow, place, inputs, run.IsAgain, run.Privacy);
        return (failed, output, workflow is { Pattern: WorkflowPattern.Mixture, Checkpoints: not null });
    }
}
