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
            if (workflow.Edges.FirstOrDefault(e => e.IsLoop && e.To == node.Id) is { } loop)
            {
                ended = RunLoop(node, loop, ended);
            }

            scope.Keep(node, ended);
            ledger.Nodes[scope.PathOf(node.Id)] = ended;
            if (ended.IsCorrected && workflow.Pattern == WorkflowPattern.Sequential)
            {
                GoBack(node);
                continue;
            }

            _isWell &= Decide(node, ended);
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
        var output = JsonSerializer.SerializeToElement(ended.Output);
        var result = new NodeResult(output, ended.Failed, ended.Failed ? "It failed." : null);
        var taken = false;
        foreach (var edge in _forward.Where(edge => edge.From == node.Id && !_took.ContainsKey(edge)))
        {
            _took[edge] = !isSkipped
                && (isWell || ConditionEvaluator.AsksForStatus(edge.When))
                && (edge.When is null || ConditionEvaluator.Holds(edge.When, result));
            taken |= _took[edge];
        }

        return isSkipped || isWell || taken;
    }

    /// <summary>A correction has the work before a step done again, and everything up to the step.</summary>
    private void GoBack(NodeDefinition gate)
    {
        var steps = workflow.Nodes.ToList();
        var to = steps.FindIndex(step => step.Id == gate.Id);
        var from = steps.FindLastIndex(to, step => step.Kind is NodeKind.Work or NodeKind.Workflow);
        var again = steps[from..(to + 1)];
        _left.InsertRange(0, again);
        _corrected = steps[from].Id;
        foreach (var step in again)
        {
            _iterations[step.Id] = _iterations.GetValueOrDefault(step.Id, 1) + 1;
            foreach (var edge in _forward.Where(edge => edge.From == step.Id))
            {
                _took.Remove(edge);
            }

            ledger.Order.RemoveAll(pair => pair.From == scope.PathOf(step.Id));
        }
    }

    /// <summary>The test fails, something is fixed, and the test runs again; the fix is skipped in the end.</summary>
    private ModelNode RunLoop(NodeDefinition test, EdgeDefinition loop, ModelNode first)
    {
        var fix = workflow.Nodes.Single(node => node.Id == loop.From);
        var ended = first;
        var rounds = 0;
        while (ended.Status == NodeStatus.Completed && (int)ended.Output!["exitCode"]! != 0)
        {
            rounds++;
            ledger.HasReachedLimit |= rounds > loop.LoopMax;
            if ((fix != test && RunNode(fix, [], rounds).Failed) || rounds > loop.LoopMax)
            {
                _isWell = false;
                break;
            }

            ended = RunNode(test, [], rounds + 1);
        }

        if (fix != test)
        {
            ledger.Nodes[scope.PathOf(fix.Id)] = new ModelNode(NodeStatus.Skipped, rounds + 1, null);
            _left.Remove(fix);
            foreach (var edge in _forward.Where(edge => edge.To == fix.Id))
            {
                _took[edge] = false;
            }
        }

        return ended;
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
