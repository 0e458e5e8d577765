using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Scopes;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Runs;

/// <summary>Puts a run together for readers.</summary>
public sealed class RunView(RunStore runs, WorkflowStore workflows, NodeResultStore results)
{
    public async Task<RunDetail> DetailAsync(RunDocument run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var version = await workflows.GetVersionAsync(run.WorkflowId, run.WorkflowVersion, cancellation);

        // The number first: events that come while the nodes are read are then read twice and never missed.
        var lastEvent = await runs.LastEventAsync(run.Id, cancellation);
        var nodes = OfAttempt(run, await runs.NodesAsync(run.Id, cancellation));
        return new RunDetail
        {
            Summary = run.ToSummary(),
            Inputs = run.Inputs,
            Branch = run.Branch,
            Output = await OutputAsync(run, cancellation),
            Nodes = [.. InOrder(version.Definition, nodes).Select(node => Settle(run, node))],
            LastEvent = lastEvent,
        };
    }

    /// <summary>
    /// The nodes as the run's attempt finds them. Where it has not got to, nodes of the file have not begun, and others
    /// are shown if they have completed, or lie in something that is kept.
    /// </summary>
    private static Dictionary<string, NodeDocument> OfAttempt(
        RunDocument run, IReadOnlyDictionary<string, NodeDocument> nodes) =>
        nodes.Values
            .Where(node => node.Attempt() == run.Attempt
                || (NodePath.RootOf(node.Path) != node.Path
                    && (node.Status == NodeStatus.Completed || LiesInKept(run, nodes, node.Path))))
            .ToDictionary(node => node.Path);

    /// <summary>Whether the nearest of what a node lies in, as far as this attempt has got to it, was kept.</summary>
    private static bool LiesInKept(
        RunDocument run, IReadOnlyDictionary<string, NodeDocument> nodes, string path)
    {
        for (var outer = NodePath.OuterOf(path); outer is not null; outer = NodePath.OuterOf(outer.Path))
        {
            if (nodes.TryGetValue(outer.Path, out var row) && row.Attempt() == run.Attempt)
            {
                var place = row.Iterations.LastOrDefault(known => known.Number == outer.Iteration);
                return place is null || NodeDocument.AttemptOf(place) < run.Attempt;
            }
        }

        return true;
    }

    private async Task<JsonElement?> OutputAsync(RunDocument run, CancellationToken cancellation)
    {
        return run.Status == RunStatus.Completed
            ? await results.FindAsync(run.Id, RunRows.Output, cancellation)
            : null;
    }

    private static IEnumerable<NodeState> InOrder(
        WorkflowDefinition definition, IReadOnlyDictionary<string, NodeDocument> nodes)
    {
        var inside = nodes.Values
            .Where(node => NodePath.RootOf(node.Path) != node.Path)
            .ToLookup(node => NodePath.RootOf(node.Path));
        foreach (var id in definition.Nodes.Select(node => node.Id))
        {
            yield return nodes.TryGetValue(id, out var known) ? known.ToState() : NotBegun(id);
            foreach (var node in inside[id].OrderBy(node => node.Path, NodePath.Comparer))
            {
                yield return node.ToState();
            }
        }

        // What a director has planned is in no file.
        var inFile = definition.Nodes.Select(node => node.Id).ToHashSet();
        foreach (var node in inside.Where(group => !inFile.Contains(group.Key)).SelectMany(group => group)
            .OrderBy(node => node.Path, NodePath.Comparer))
        {
            yield return node.ToState();
        }
    }

    /// <summary>A run that has ended by a fault may leave nodes behind; none of them goes on.</summary>
    private static NodeState Settle(RunDocument run, NodeState node) =>
        run.HasEnded() && !StatusRules.HasEnded(node.Status) ? node with { Status = NodeStatus.Cancelled } : node;

    private static NodeState NotBegun(string path) => new() { Path = path, Status = NodeStatus.Pending, Iteration = 0 };
}
