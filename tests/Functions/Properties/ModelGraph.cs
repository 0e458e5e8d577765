using System.Text.Json;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Statuses;
using Swarm.Core.Conditions;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Walks over a graph, a sequence, or nodes side by side.</summary>
internal sealed class ModelGraph(
    ModelLedger ledger, ModelNodes nodes, WorkflowDefinition workflow, ModelScope scope)
{
    private readonly List<EdgeDefinition> _forward = [.. workflow.Edges.Where(edge => !edge.IsLoop)];
    private readonly Dictionary<EdgeDefinition, bool> _took = [];
    private readonly Dictionary<string, int> _iterations = [];
    private readonly Dictionary<EdgeDefinition, int> _rounds = [];
    private readonly List<NodeDefinition> _left = [.. workflow.Nodes];
    private string? _corrected;
    private bool _isWell = true;

    /// <summary>True when it ends well.</summary>
    public bool Run()
    {
        while (_left.Count > 0)
        {
            var node = _left.First(n => _forward.TrueForAll(e => e.To != n.Id || _took.ContainsKey(e)));
            _left.Remove(node);
            var incoming = _forward.Where(edge => edge.To == node.Id).ToList();
            var iteration = _iterations.GetValueOrDefault(node.Id, 1);
            var ended = Starts(node, incoming)
                ? RunNode(node, AwaitedBy(node, incoming.Where(edge => _took[edge])), iteration)
                : new ModelNode(NodeStatus.Skipped, iteration, null);
            scope.Keep(node, ended);
            ledger.Nodes[scope.PathOf(node.Id)] = ended;
            if (ended.IsCorrected && workflow.Pattern == WorkflowPattern.Sequential)
            {
                GoBack(node);
                continue;
            }

            _isWell &= Decide(node, ended);
            TakeLoop(node, ended);
        }

        if (!_isWell && workflow.Pattern == WorkflowPattern.Sequential)
        {
            Undo();
        }

        return _isWell;
    }

    /// <summary>Whether a person is asked about what a node has put out; docs/workflows.md has the table.</summary>
    public static bool IsReviewed(WorkflowDefinition workflow, NodeDefinition node)
    {
        if (workflow.Checkpoints is not { } frequency || node.Kind is not (NodeKind.Work or NodeKind.Workflow))
        {
            return false;
        }

        var next = workflow.Edges.Where(edge => !edge.IsLoop && edge.From == node.Id).ToList();
        var place = workflow.Nodes.ToList().FindIndex(other => other.Id == node.Id);
        var parts = next.Count > 1
            || next.Exists(edge => workflow.Edges.Count(e => !e.IsLoop && e.To == edge.To) > 1);
        return frequency == CheckpointFrequency.High
            || next.Count == 0
            || (frequency == CheckpointFrequency.Medium
                && (workflow.Pattern == WorkflowPattern.Sequential ? (place + 1) % 2 == 0 : parts));
    }

    private ModelNode RunNode(NodeDefinition node, IEnumerable<string> after, int iteration)
    {
        var isAgain = node.Id == _corrected;
        _corrected = isAgain ? null : _corrected;
        scope.PreviousStep = node.Previous;
        return nodes.Run(node, scope, after, iteration, isAgain, IsReviewed(workflow, node));
    }

    /// <summary>A node that waits for all branches begins after each; one that waits for some need not.</summary>
    private static IEnumerable<string> AwaitedBy(NodeDefinition node, IEnumerable<EdgeDefinition> taken) =>
        node.Join.Kind == JoinKind.All ? taken.Select(edge => edge.From) : [];

    private bool Starts(NodeDefinition node, List<EdgeDefinition> incoming)
    {
        var taken = incoming.Count(edge => _took[edge]);
        var wanted = node.Join.Kind == JoinKind.Count ? node.Join.Count : 1;
        return incoming.Count == 0 || taken >= wanted;
    }

    /// <summary>Decides the edges of a node; false when it failed and no edge takes that.</summary>
    private bool Decide(NodeDefinition node, ModelNode ended)
    {
        var isSkipped = ended.Status == NodeStatus.Skipped;
        var isWell = !ended.Failed || node.ContinueOnFailure;
        var taken = false;
        foreach (var edge in _forward.Where(edge => edge.From == node.Id && !_took.ContainsKey(edge)))
        {
            _took[edge] = !isSkipped
                && (isWell || ConditionEvaluator.AsksForStatus(edge.When))
                && Holds(edge, ended);
            taken |= _took[edge];
        }

        return isSkipped || isWell || taken;
    }

    private static bool Holds(EdgeDefinition edge, ModelNode ended) =>
        edge.When is null || ConditionEvaluator.Holds(
            edge.When,
            new NodeResult(
                JsonSerializer.SerializeToElement(ended.Output), ended.Failed, ended.Failed ? "It failed." : null));

    /// <summary>A correction has the work before a step done again, and everything up to the step.</summary>
    private void GoBack(NodeDefinition gate)
    {
        var steps = workflow.Nodes.ToList();
        var to = steps.FindIndex(step => step.Id == gate.Id);
        var from = steps.FindLastIndex(to, step => step.Kind is NodeKind.Work or NodeKind.Workflow);
        _corrected = steps[from].Id;
        Restart(steps[from..(to + 1)]);
    }

    /// <summary>A loop that is taken starts everything between its two ends again, as often as it may.</summary>
    private void TakeLoop(NodeDefinition source, ModelNode ended)
    {
        var loop = workflow.Edges.FirstOrDefault(edge => edge.IsLoop && edge.From == source.Id);
        if (loop is null || ended.Status != NodeStatus.Completed || !Holds(loop, ended))
        {
            return;
        }

        _rounds[loop] = _rounds.GetValueOrDefault(loop) + 1;
        if (_rounds[loop] > loop.LoopMax)
        {
            ledger.HasReachedLimit = true;
            _isWell = false;
            return;
        }

        // What a checkpoint leads back to is told what was said there.
        _corrected = source.Kind == NodeKind.Checkpoint ? loop.To : _corrected;
        var after = Reach(loop.To, edge => (edge.From, edge.To));
        var before = Reach(loop.From, edge => (edge.To, edge.From));
        Restart([.. workflow.Nodes.Where(node => after.Contains(node.Id) && before.Contains(node.Id))]);
    }

    private HashSet<string> Reach(string start, Func<EdgeDefinition, (string From, string To)> direction)
    {
        var reached = new HashSet<string> { start };
        var left = new Queue<string>(reached);
        while (left.TryDequeue(out var node))
        {
            foreach (var next in _forward.Select(direction).Where(step => step.From == node && reached.Add(step.To)))
            {
                left.Enqueue(next.To);
            }
        }

        return reached;
    }

    private void Restart(List<NodeDefinition> again)
    {
        _left.InsertRange(0, again);
        var ids = again.Select(node => node.Id).ToHashSet();
        foreach (var id in ids)
        {
            _iterations[id] = _iterations.GetValueOrDefault(id, 1) + 1;
        }

        foreach (var edge in _forward.Where(edge => ids.Contains(edge.From)))
        {
            _took.Remove(edge);
        }

        var paths = ids.Select(scope.PathOf).ToHashSet();
        ledger.Order.RemoveAll(pair => paths.Contains(pair.From));
    }

    /// <summary>What the steps have done before one failed is undone, the latest first.</summary>
    private void Undo()
    {
        string? last = null;
        foreach (var node in workflow.Nodes.Reverse())
        {
            var ended = ledger.Nodes[scope.PathOf(node.Id)];
            if (node.Compensate is null || ended.Status != NodeStatus.Completed)
            {
                continue;
            }

            var path = nodes.Undo(node, scope, ended.Iteration);
            ledger.Order.Add((scope.PathOf(node.Id), path));
            if (last is not null)
            {
                ledger.Order.Add((last, path));
            }

            last = path;
        }
    }
}
