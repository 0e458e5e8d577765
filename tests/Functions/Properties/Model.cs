using System.Text.Json.Nodes;
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
        WorkflowDefinition workflow, string scope, IReadOnlyDictionary<string, JsonNode?> inputs)
    {
        var local = new ModelScope(scope, inputs);
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

    private (bool Failed, JsonNode? Output) RunInner(
        NodeDefinition node, string scope, IReadOnlyDictionary<string, JsonNode?> inputs) =>
        Run(node.Workflow!.Definition ?? _stored[node.Workflow.Name!], scope, inputs);
}
