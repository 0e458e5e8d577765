using System.Text.Json;
using Swarm.Core.Json;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Activities;

/// <summary>Reads the graph of a run, reduced to what decides which node comes next.</summary>
public sealed class GraphReader(RunStore runs, WorkflowStore workflows)
{
    public async Task<RunGraph> ReadAsync(RunReference reference, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var run = await runs.GetAsync(reference.RunId, cancellation);
        var version = await workflows.GetVersionAsync(run.WorkflowId, run.WorkflowVersion, cancellation);
        var control = await runs.FindControlAsync(reference.RunId, cancellation);
        return new RunGraph
        {
            Definition = JsonSerializer.SerializeToElement(
                Reduce(version.Definition), CoreJsonContext.Default.WorkflowDefinition),
            References = version.Definition.Nodes
                .Select(node => (node.Id, Nodes: NodeReferences.NodesOf(node)))
                .Where(node => node.Nodes.Count > 0)
                .ToDictionary(node => node.Id, node => node.Nodes),
            CancelRequested = control is { CancelRequested: true },
            CancelReason = control?.Reason,
        };
    }

    private static WorkflowDefinition Reduce(WorkflowDefinition definition) => definition with
    {
        Description = null,
        Inputs = [],
        Nodes =
        [
            .. definition.Nodes.Select(node => new NodeDefinition
            {
                Id = node.Id,
                Join = node.Join,
                ContinueOnFailure = node.ContinueOnFailure,
                Retry = node.Retry,
            }),
        ],
    };
}
