using Swarm.Core.Conditions;
using Swarm.Core.Graph;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Graph;

/// <summary>
/// The rules of docs/workflows.md written down without any thought of speed: every step looks at the whole graph and
/// derives everything anew. It shares no code with GraphState beyond the definition and the evaluation of conditions.
/// </summary>
internal sealed class NaiveGraph
{
    private readonly WorkflowDefinition _definition;
    private readonly List<NaiveNode> _nodes;
    private readonly Dictionary<EdgeDefinition, int> _loopCounts = [];
    private bool _failed;
    private bool _cancelled;

    public NaiveGraph(WorkflowDefinition definition)
    {
        _definition = definition;
        var nodes = definition.Nodes.Select(n => new NaiveNode(n)).ToList();
        _nodes = [];
        while (nodes.Count > 0)
        {
            var next = nodes.First(n => Forward().All(e => e.To != n.Id || _nodes.Any(m => m.Id == e.From)));
            _nodes.Add(next);
            nodes.Remove(next);
        }

        foreach (var root in _nodes.Where(n => Incoming(n).Count == 0))
        {
            root.Status = NaiveStatus.Ready;
        }
    }

    public IReadOnlyList<NaiveNode> Nodes => _nodes;

    public bool IsFinished => _nodes.All(n =>
        n.Status is not (NaiveStatus.Ready or NaiveStatus.Running) && n.Stale is null);

    public GraphOutcome Outcome =>
        _cancelled ? GraphOutcome.Cancelled : _failed ? GraphOutcome.Failed : GraphOutcome.Completed;

    public IReadOnlyList<NodeStart> TakeReady()
    {
        var starts = new List<NodeStart>();
        foreach (var node in _nodes.Where(n => n.Status == NaiveStatus.Ready && n.Stale is null))
        {
            node.Status = NaiveStatus.Running;
            node.Iteration++;
            starts.Add(new NodeStart(node.Id, node.Iteration));
        }

        return starts;
    }

    public void Complete(string id, int iteration, NodeResult result)
    {
        var node = Find(id);
        if (node.Stale == iteration)
        {
            node.Stale = null;
            return;
        }

        node.Status = result.Failed ? NaiveStatus.Failed : NaiveStatus.Completed;
        if (_failed || _cancelled)
        {
            return;
        }

        var ok = !result.Failed || node.Definition.ContinueOnFailure;
        var taken = _definition.Edges
            .Where(e => e.From == id && (ok || ConditionEvaluator.AsksForStatus(e.When)))
            .Where(e => e.When is null || ConditionEvaluator.Holds(e.When, result))
            .ToList();
        var loop = taken.FirstOrDefault(e => e.IsLoop);
        if (loop is not null)
        {
            TakeLoop(loop);
        }
        else if (!ok && taken.Count == 0)
        {
            Fail();
        }
        else
        {
            node.Takes = [.. taken.Select(e => e.To)];
        }

        Decide();
    }

    public void Cancel()
    {
        if (!_failed && !_cancelled && !IsFinished)
        {
            _cancelled = true;
            foreach (var node in _nodes.Where(n => n.Status is NaiveStatus.Waiting or NaiveStatus.Ready))
            {
                node.Status = NaiveStatus.Cancelled;
                node.Iteration++;
            }
        }
    }

    private IEnumerable<EdgeDefinition> Forward() => _definition.Edges.Where(e => !e.IsLoop);

    private List<EdgeDefinition> Incoming(NaiveNode node) => [.. Forward().Where(e => e.To == node.Id)];

    private NaiveNode Find(string id) => _nodes.Single(n => n.Id == id);

    private void Fail()
    {
        _failed = true;
        foreach (var node in _nodes.Where(n => n.Status is NaiveStatus.Waiting or NaiveStatus.Ready))
        {
            Skip(node);
        }
    }

    private static void Skip(NaiveNode node)
    {
        node.Status = NaiveStatus.Skipped;
        node.Takes = [];
        node.Iteration++;
    }

    private void TakeLoop(EdgeDefinition loop)
    {
        var count = _loopCounts.GetValueOrDefault(loop);
        if (count == loop.LoopMax)
        {
            Fail();
            return;
        }

        _loopCounts[loop] = count + 1;
        foreach (var node in _nodes.Where(n => Reach(loop.To).Contains(n.Id)))
        {
            if (node.Status == NaiveStatus.Running)
            {
                node.Stale = node.Iteration;
            }

            node.Status = NaiveStatus.Waiting;
            node.Takes = null;
        }

        Find(loop.To).Status = NaiveStatus.Ready;
    }

    /// <summary>A node and all that lies downstream of it.</summary>
    private HashSet<string> Reach(string from)
    {
        HashSet<string> reach = [from];
        while (Forward().FirstOrDefault(e => reach.Contains(e.From) && !reach.Contains(e.To)) is { } edge)
        {
            reach.Add(edge.To);
        }

        return reach;
    }

    /// <summary>What the pending loops may start again.</summary>
    private HashSet<string> Restartable()
    {
        var active = _nodes.Where(n => n.Status is NaiveStatus.Ready or NaiveStatus.Running);
        var live = active.Select(n => n.Id).ToHashSet();
        while (Forward().FirstOrDefault(e =>
            live.Contains(e.From) && !live.Contains(e.To) && Find(e.To).Status == NaiveStatus.Waiting) is { } edge)
        {
            live.Add(edge.To);
        }

        HashSet<string> restartable = [];
        while (_definition.Edges.FirstOrDefault(e =>
            e.IsLoop
            && !restartable.Contains(e.To)
            && (live.Contains(e.From) || restartable.Contains(e.From))) is { } loop)
        {
            restartable.UnionWith(Reach(loop.To));
        }

        // A loop whose target another loop restarts was passed over above, and its region lies within that loop's.
        return restartable;
    }

    private void Decide()
    {
        if (_failed || _cancelled)
        {
            return;
        }

        HashSet<string> everRestarted = [.. _definition.Edges.Where(e => e.IsLoop).SelectMany(e => Reach(e.To))];
        while (StartFirst(everRestarted) || SkipFirst(everRestarted)
            || StartFirst(Restartable()) || SkipFirst(Restartable()))
        {
        }
    }

    private bool StartFirst(HashSet<string> restartable)
    {
        var node = _nodes.FirstOrDefault(n => n.Status == NaiveStatus.Waiting && CanStart(n, restartable));
        if (node is not null)
        {
            node.Status = NaiveStatus.Ready;
        }

        return node is not null;
    }

    private bool SkipFirst(HashSet<string> restartable)
    {
        var node = _nodes.FirstOrDefault(n =>
            n.Status == NaiveStatus.Waiting && IsOutOfReach(n) && !restartable.Contains(n.Id));
        if (node is not null)
        {
            Skip(node);
        }

        return node is not null;
    }

    private bool CanStart(NaiveNode node, HashSet<string> restartable)
    {
        var incoming = Incoming(node);
        var taken = incoming.Count(e => Taken(e) == true);
        return node.Definition.Join.Kind switch
        {
            JoinKind.Any => taken >= 1,
            JoinKind.Count => taken >= node.Definition.Join.Count,
            _ => taken >= 1 && incoming.All(e =>
                Taken(e) == true || (Taken(e) == false && !restartable.Contains(e.From))),
        };
    }

    private bool IsOutOfReach(NaiveNode node)
    {
        var incoming = Incoming(node);
        var possible = incoming.Count(e => Taken(e) != false);
        return node.Definition.Join.Kind == JoinKind.Count ? possible < node.Definition.Join.Count : possible == 0;
    }

    private bool? Taken(EdgeDefinition edge) => Find(edge.From).Takes?.Contains(edge.To);
}
