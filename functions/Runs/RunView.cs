using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Statuses;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Runs;

/// <summary>Puts a run together for readers.</summary>
public sealed class RunView(RunStore runs, WorkflowStore workflows)
{
    public async Task<RunDetail> DetailAsync(RunDocument run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var version = await workflows.GetVersionAsync(run.WorkflowId, run.WorkflowVersion, cancellation);

        // The number first: events that come while the nodes are read are then read twice and never missed.
        var lastEvent = await runs.LastEventAsync(run.Id, cancellation);
        var nodes = await runs.NodesAsync(run.Id, cancellation);
        return new RunDetail
        {
            Summary = run.ToSummary(),
            Inputs = run.Inputs,
            Branch = run.Branch,
            Nodes =
            [
                .. version.Definition.Nodes.Select(node => Settle(
                    run, nodes.TryGetValue(node.Id, out var known) ? known.ToState() : NotBegun(node.Id))),
            ],
            LastEvent = lastEvent,
        };
    }

    /// <summary>A run that has ended by a fault may leave nodes behind; none of them goes on.</summary>
    private static NodeState Settle(RunDocument run, NodeState node) =>
        run.HasEnded() && !StatusRules.HasEnded(node.Status) ? node with { Status = NodeStatus.Cancelled } : node;

    private static NodeState NotBegun(string path) => new() { Path = path, Status = NodeStatus.Pending, Iteration = 0 };
}
