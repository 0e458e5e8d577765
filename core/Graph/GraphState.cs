using System.Text.Json;
using Swarm.Core.Conditions;
using Swarm.Core.Workflows;

namespace Swarm.Core.Graph;

/// <summary>
/// A run's graph as a pure state machine: results in, starts out, the same for the same inputs. A step costs what it
/// changes, however many nodes there are. docs/workflows.md tells the rules in the user's words.
/// </summary>
public sealed class GraphState
{
    private readonly GraphPlan _plan;
    private readonly GraphBoard _board;
    private readonly int[] _loopCounts;
    private readonly List<GraphChange> _changes = [];
    private GraphOutcome _outcome = GraphOutcome.Completed;

    private GraphState(WorkflowDefinition definition)
    {
        _plan = new GraphPlan(definition);
        _board = new GraphBoard(_plan, _changes);
        _loopCounts = new int[_plan.LoopEdges.Length];
    }

    /// <summary>True once nothing runs and nothing can start.</summary>
    public bool IsFinished => _board.ReadyCount == 0 && _board.RunningCount == 0;

    /// <summary>How the graph ended; null before.</summary>
    public GraphOutcome? Outcome => IsFinished ? _outcome : null;

    /// <summary>True once the run has failed or is cancelled: what runs may finish, nothing new starts.</summary>
    public bool IsStopping => _outcome != GraphOutcome.Completed;

    /// <summary>Why it failed or was cancelled; null otherwise.</summary>
    public string? Reason { get; private set; }

    public int NodeCount => _plan.Nodes.Count;

    /// <summary>How many nodes have ended, skipped ones included. A loop makes it smaller.</summary>
    public int EndedCount => _board.EndedCount;

    /// <summary>
    /// Every node, in the order of the file. Looks at all of them: not for each step of a large graph.
    /// </summary>
    public IReadOnlyList<NodeSnapshot> Nodes => [.. _plan.FileOrder.Select(i => _board.Cells[i].ToSnapshot())];

    /// <summary>Begins a run: the nodes that wait for nothing are ready.</summary>
    /// <exception cref="ArgumentException">The definition has no node, or a cycle without a loop edge.</exception>
    public static GraphState Start(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Nodes.Count == 0)
        {
            throw new ArgumentException($"Workflow '{definition.Name}' has no nodes.", nameof(definition));
        }

        var state = new GraphState(definition);
        state._board.Begin();
        return state;
    }

    public NodeSnapshot Node(string nodeId) => _board.Cells[_plan.IndexOf(nodeId)].ToSnapshot();

    /// <summary>What the node's present iteration put out; null if it has not ended, or was skipped.</summary>
    public JsonElement? OutputOf(string nodeId) => _board.Cells[_plan.IndexOf(nodeId)].Output;

    /// <summary>How often the loop edges between two nodes were taken.</summary>
    public int LoopCount(string from, string to) => _plan.OutgoingLoops[_plan.IndexOf(from)]
        .Where(loop => _plan.LoopEdges[loop].Definition.To == to)
        .Sum(loop => _loopCounts[loop]);

    /// <summary>
    /// The iterations to start now, at most so many; each is told once, and those left over are told later.
    /// </summary>
    public IReadOnlyList<NodeStart> TakeReady(int max = int.MaxValue) => _board.TakeReady(max);

    /// <summary>
    /// What the graph decided since the last call, in order: loops taken, nodes skipped or cancelled.
    /// </summary>
    public IReadOnlyList<GraphChange> TakeChanges()
    {
        GraphChange[] changes = [.. _changes];
        _changes.Clear();
        return changes;
    }

    /// <summary>
    /// Tells how an iteration of a node ended. The result of an iteration that a loop has overtaken is recorded and
    /// otherwise ignored.
    /// </summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="output">What it put out.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="isKept">
    /// True for a result of an earlier attempt. The loops that it takes were taken then: they do not count for their
    /// limits now.
    /// </param>
    /// <exception cref="InvalidOperationException">This iteration does not run.</exception>
    /// <returns>False if a loop has overtaken the iteration, so that its result does not count.</returns>
    public bool Complete(
        string nodeId,
        int iteration,
        NodeOutcome outcome,
        JsonElement output = default,
        string? reason = null,
        bool isKept = false)
    {
        var node = _plan.IndexOf(nodeId);
        var counts = _board.TryEnd(node, iteration, outcome, output, reason);
        if (!counts || IsStopping)
        {
            return counts;
        }

        if (outcome == NodeOutcome.Cancelled)
        {
            Stop(GraphOutcome.Cancelled, reason ?? $"Node '{nodeId}' was cancelled.");
        }
        else
        {
            Follow(node, new NodeResult(output, outcome == NodeOutcome.Failed, reason), isKept);
        }

        return counts;
    }

    /// <summary>
    /// Tells that an iteration of a node did not begin, as work before it is to be done again. There need be no loop
    /// edge: somebody has asked for it while the run went on, and bounds how often.
    /// </summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="targets">The nodes that start again; the node lies downstream of each.</param>
    /// <exception cref="InvalidOperationException">This iteration does not run.</exception>
    public void SendBack(string nodeId, int iteration, IEnumerable<string> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var counts = _board.TryEnd(_plan.IndexOf(nodeId), iteration, NodeOutcome.Completed, default, reason: null);
        if (!counts || IsStopping)
        {
            return;
        }

        foreach (var target in targets)
        {
            var start = _plan.IndexOf(target);
            var region = _plan.RegionOf(start);
            var nodes = _plan.NodesOf(region);
            _changes.Add(new LoopTaken(
                nodeId, target, iteration, Max: 0, [.. nodes.Select(node => _plan.Nodes[node].Id)]));
            _board.Restart(start, region, nodes);
        }
    }

    /// <summary>
    /// Whether the graph goes on from a node that has ended so in an earlier attempt: it has ended well, or what leads
    /// on takes its failure up. Changes nothing.
    /// </summary>
    public bool GoesOnFrom(string nodeId, NodeOutcome outcome, JsonElement output = default, string? reason = null)
    {
        var node = _plan.IndexOf(nodeId);
        var result = new NodeResult(output, outcome == NodeOutcome.Failed, reason);
        return outcome == NodeOutcome.Completed
            || (outcome == NodeOutcome.Failed
                && (_plan.Nodes[node].ContinueOnFailure
                    || Array.Exists(_plan.OutgoingLoops[node], loop => Takes(_plan.LoopEdges[loop], false, result))
                    || Array.Exists(_plan.Outgoing[node], edge => Takes(_plan.Edges[edge], false, result))));
    }

    /// <summary>
    /// Starts nothing more. What runs is still to be completed. Changes nothing once the run has failed.
    /// </summary>
    public void Cancel(string reason)
    {
        if (!IsStopping && !IsFinished)
        {
            Stop(GraphOutcome.Cancelled, reason);
        }
    }

    /// <summary>
    /// Takes the edges that lead from a node that has just ended; a loop edge goes before the others.
    /// </summary>
    private void Follow(int node, NodeResult result, bool isKept)
    {
        var definition = _plan.Nodes[node];
        var endedWell = !result.Failed || definition.ContinueOnFailure;
        var loops = Array.FindAll(
            _plan.OutgoingLoops[node], loop => Takes(_plan.LoopEdges[loop], endedWell, result));
        if (loops.Length > 0)
        {
            // A correction leads back to all the work before its checkpoint.
            foreach (var loop in definition.Kind == NodeKind.Checkpoint ? loops : loops[..1])
            {
                FollowLoop(loop, isKept);
            }

            return;
        }

        var takes = Array.ConvertAll(_plan.Outgoing[node], edge => Takes(_plan.Edges[edge], endedWell, result));
        if (endedWell || takes.Contains(true))
        {
            _board.Decide(node, takes);
            return;
        }

        var iteration = _board.Cells[node].Iteration;
        var which = iteration == 1 ? $"Node '{definition.Id}'" : $"Node '{definition.Id}' (iteration {iteration})";
        Stop(GraphOutcome.Failed, result.Reason is null ? $"{which} failed." : $"{which} failed: {result.Reason}");
    }

    /// <summary>
    /// The edge of a failed node is taken only by a condition on its status: that a failure leads on is never an
    /// accident of some other condition.
    /// </summary>
    private static bool Takes(PlannedEdge edge, bool endedWell, NodeResult result) =>
        (endedWell || edge.TakesFailures)
        && (edge.Definition.When is null || ConditionEvaluator.Holds(edge.Definition.When, result));

    private void FollowLoop(int loop, bool isKept)
    {
        var edge = _plan.LoopEdges[loop].Definition;
        if (!isKept && _loopCounts[loop] == edge.LoopMax)
        {
            Stop(
                GraphOutcome.Failed,
                $"Node '{edge.From}' leads back to '{edge.To}' once more, but this loop edge may be taken only "
                + $"{edge.LoopMax} times in a run (loop.max).");
            return;
        }

        _loopCounts[loop] += isKept ? 0 : 1;
        _changes.Add(new LoopTaken(
            edge.From,
            edge.To,
            _loopCounts[loop],
            edge.LoopMax!.Value,
            [.. _plan.RegionNodes[loop].Select(node => _plan.Nodes[node].Id)]));
        _board.Restart(_plan.LoopEdges[loop].To, _plan.Regions[loop], _plan.RegionNodes[loop]);
    }

    private void Stop(GraphOutcome outcome, string reason)
    {
        _outcome = outcome;
        Reason = reason;
        _board.EndUnbegun(outcome == GraphOutcome.Cancelled ? CellPhase.Cancelled : CellPhase.Skipped);
    }
}
