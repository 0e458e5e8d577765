using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Checkpoints;
using Swarm.Core.Graph;
using Swarm.Core.Json;
using Swarm.Core.Patterns;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Drives the graph's state machine, which decides, by the orchestrations of its nodes. Each round takes all that has
/// happened since the last one, writes it down at once, and only then starts what follows from it.
/// </summary>
internal sealed class GraphWalk
{
    /// <summary>How many nodes of one graph run at a time; what else is ready waits for one of them to end.</summary>
    public const int MaxRunning = Nesting.MaxChildren;

    private readonly TaskOrchestrationContext _context;
    private readonly RunReference _run;
    private readonly RunGraph _graph;
    private readonly WorkflowDefinition _definition;
    private readonly Dictionary<string, NodeDefinition> _nodes;
    private readonly GraphState _state;
    private readonly int _maxRunning;
    private readonly bool _failFast;
    private readonly NodeGroups? _groups;
    private readonly GraphKeeping? _keeping;

    private readonly List<(NodeRun Node, Task<NodeEnded> Task)> _running = [];

    /// <summary>By node, where the result lies that counts now.</summary>
    private readonly Dictionary<string, string> _results = [];

    /// <summary>By node that runs again because of a correction, where that lies.</summary>
    private readonly Dictionary<string, string> _corrections = [];

    /// <summary>What has been done and can be undone, the latest last.</summary>
    private readonly List<UndoableNode> _done = [];

    private Task<string?>? _cancel;

    public GraphWalk(TaskOrchestrationContext context, RunReference run, RunGraph graph)
    {
        _context = context;
        _run = run;
        _graph = graph;
        var definition = graph.Definition.Deserialize(CoreJsonContext.Default.WorkflowDefinition)!;
        _definition = definition;
        _nodes = definition.Nodes.ToDictionary(node => node.Id);
        _state = GraphState.Start(definition);
        _maxRunning = Math.Min(definition.MaxParallel ?? MaxRunning, MaxRunning);
        _failFast = definition.FailFast;
        _groups = graph.HasGroups ? new NodeGroups(context, run) : null;
        _keeping = run.KeepFloor > 0 ? new GraphKeeping(context, run, definition, _state) : null;
    }

    public async Task<RunResult> WalkAsync()
    {
        _cancel = _context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        if (_graph.CancelRequested)
        {
            _state.Cancel(ReasonOr(_graph.CancelReason));
        }

        // Bounded by the graph: every round after the first ends a node, of which loops make finitely many.
        while (true)
        {
            var wasStopping = _state.IsStopping;
            var steps = await TakeStepsAsync();
            if (_failFast && _state.IsStopping && !wasStopping && _running.Count > 0)
            {
                await CancelOthersAsync();
            }

            if (steps.Count > 0)
            {
                await RecordAsync(steps);
            }

            await StartReadyAsync();
            if (_state.IsFinished)
            {
                var left = await CompensateAsync();
                await (_groups?.CloseAsync() ?? Task.CompletedTask);
                return ToResult(left);
            }

            if (!_running.Exists(node => node.Task.IsCompleted))
            {
                await WaitAsync();
            }
        }
    }

    /// <summary>Waits until a node ends or somebody asks to cancel, whichever is first.</summary>
    private Task<Task> WaitAsync()
    {
        IEnumerable<Task> tasks = _running.Select(node => node.Task);
        return Task.WhenAny(_cancel is null ? tasks : tasks.Append(_cancel));
    }

    /// <summary>Tells the state machine what has happened, and notes what that means.</summary>
    private async Task<List<ProgressStep>> TakeStepsAsync()
    {
        var steps = new List<ProgressStep>();
        foreach (var node in _running.Where(node => node.Task.IsCompleted).ToArray())
        {
            _running.Remove(node);
            Complete(node.Node.Node, node.Node.Iteration, await NodeCalls.ResultOfAsync(node.Task), steps);
        }

        // What ended before the run was cancelled counts; what it made ready does not begin any more.
        await TakeCancelAsync();
        steps.AddRange(_state.TakeChanges().Select(change => ToStep(change, iteration: 0)));
        return steps;
    }

    private async Task TakeCancelAsync()
    {
        if (_cancel is not { IsCompleted: true })
        {
            return;
        }

        var reason = ReasonOr(await _cancel);
        _cancel = null;
        _state.Cancel(reason);
        TellOthers(reason);
    }

    /// <summary>A node has failed, and those beside it are to end with it.</summary>
    private async Task CancelOthersAsync()
    {
        // The row first: whoever has not begun finds it there, whoever has is told.
        var marks = _running.Select(node => new NodeMark(node.Node.Path(), node.Node.Iteration)).ToList();
        await _context.CallActivityAsync(
            nameof(NodeActivities.CancelNodes), new NodeMarks(_run, marks), ActivityRetries.Options());
        TellOthers(_state.Reason!);
    }

    private void TellOthers(string reason)
    {
        foreach (var node in _running)
        {
            _context.CancelNode(node.Node, reason);
        }
    }

    private void Complete(string node, int iteration, NodeEnded ended, List<ProgressStep> steps)
    {
        if (ended.IsSentBack)
        {
            SendBack(node, iteration, ended, steps);
            return;
        }

        if (ended.Result() is { } result && !IsOvertaken(node, iteration))
        {
            _results[node] = result;
        }

        Note(node, iteration, ended);

        var isKept = ended.KeptFrom is not null;
        _state.Complete(node, iteration, ended.Outcome, ended.Output ?? default, ended.Reason, isKept);
        steps.Add(new ProgressStep
        {
            Node = _run.PathOf(node),
            Iteration = iteration,
            Status = StatusRules.Of(ended.Outcome),
            Reason = ended.Reason,
            WorkItemId = ended.WorkItemId,
            ResultRow = ended.ResultRow,
            KeptFrom = ended.KeptFrom,
        });
        steps.AddRange(_state.TakeChanges().Select(
            change => ToStep(change, iteration) with { KeptFrom = change is LoopTaken ? ended.KeptFrom : null }));
    }

    /// <summary>A person was asked before the node began, and wants the work before it to be done again.</summary>
    private void SendBack(string node, int iteration, NodeEnded ended, List<ProgressStep> steps)
    {
        var before = CorrectionLoops.WorkBefore(_definition, node);
        foreach (var target in before)
        {
            _corrections[target] = ended.ResultRow!;
        }

        _state.SendBack(node, iteration, before);
        steps.Add(new ProgressStep
        {
            Node = _run.PathOf(node),
            Iteration = iteration,
            Status = NodeStatus.Skipped,
            Reason = "A person wants the work before it to be done again.",
            KeptFrom = ended.KeptFrom,
        });
        steps.AddRange(_state.TakeChanges().Select(
            change => ToStep(change, iteration) with { KeptFrom = ended.KeptFrom }));
    }

    /// <summary>Remembers the nodes that can be undone, in the order in which they ended.</summary>
    private void Note(string node, int iteration, NodeEnded ended)
    {
        if (_nodes[node].Compensate is null)
        {
            return;
        }

        _done.RemoveAll(done => done.Node == node);
        if (ended.Outcome == NodeOutcome.Completed)
        {
            // A loop may set back what it has come from, and it is to be undone nevertheless.
            var results = _graph.UndoesWhatWasDone ? ReferredToUndo(node) : [];
            if (ended.Result() is { } own)
            {
                results[node] = own;
            }

            _done.Add(new UndoableNode(node, iteration, results));
        }
    }

    /// <summary>What lies there now of what is referred to by that which undoes a node.</summary>
    private Dictionary<string, string> ReferredToUndo(string node) => _graph.Compensations![node]
        .Where(_results.ContainsKey)
        .ToDictionary(id => id, id => _results[id]);

    private bool IsOvertaken(string node, int iteration) =>
        _state.Node(node).Rounds.Any(round => round.Iteration == iteration && round.Superseded);

    private ProgressStep ToStep(GraphChange change, int iteration)
    {
        switch (change)
        {
            case LoopTaken loop:
                NoteCorrection(loop);
                foreach (var node in loop.Reset)
                {
                    _results.Remove(node);
                }

                var reset = loop.Reset
                    .Select(_state.Node)
                    .Where(node => node.Iteration > 0)
                    .ToDictionary(node => _run.PathOf(node.NodeId), node => node.Iteration);
                var edge = new LoopStep(_run.PathOf(loop.To), loop.Count, loop.Max, reset);
                return new ProgressStep { Node = _run.PathOf(loop.From), Iteration = iteration, Loop = edge };
            case NodeSkipped skipped:
                return new ProgressStep
                {
                    Node = _run.PathOf(skipped.NodeId),
                    Iteration = skipped.Iteration,
                    Status = NodeStatus.Skipped,
                };
            case NodeCancelled cancelled:
                return new ProgressStep
                {
                    Node = _run.PathOf(cancelled.NodeId),
                    Iteration = cancelled.Iteration,
                    Status = NodeStatus.Cancelled,
                    Reason = _state.Reason,
                };
            default:
                throw new InvalidOperationException(
                    $"The graph told a {change.GetType().Name}, which is not known here.");
        }
    }

    private Task RecordAsync(List<ProgressStep> steps)
    {
        int? progress = _run.IsRoot() ? RunProgress.Percent(_state.EndedCount, _state.NodeCount) : null;
        var turn = new RunSteps { Run = _run, Steps = steps, Progress = progress };
        return _context.CallActivityAsync(
            nameof(RunActivities.RecordProgress), turn, ActivityRetries.Options());
    }

    private async Task StartReadyAsync()
    {
        var ready = _state.TakeReady(_maxRunning - _running.Count).Select(ToRun).ToList();
        IReadOnlyList<(NodeRun Node, NodeEnded? Kept)> taken = _keeping is null
            ? [.. ready.Select(node => (node, (NodeEnded?)null))]
            : await _keeping.TakeAsync(ready);
        foreach (var (node, kept) in taken)
        {
            var running = kept is not null ? Task.FromResult(kept)
                : _groups is null ? _context.StartNode(node)
                : await _groups.StartAsync(node);
            _running.Add((node, running));
        }
    }

    private NodeRun ToRun(NodeStart start)
    {
        var definition = _nodes[start.NodeId];
        var referred = _graph.References.GetValueOrDefault(start.NodeId, []);
        return new NodeRun
        {
            Run = _run,
            Node = start.NodeId,
            Iteration = start.Iteration,
            Kind = definition.Kind,
            OutputFormat = definition.OutputFormat,
            FanOut = definition.FanOut,
            Retry = definition.Retry,
            HasLocks = definition.Locks.Count > 0,
            Evaluation = NodeEvaluation.Of(definition.Evaluation),
            IsReviewed = _graph.Reviewed?.Contains(start.NodeId) ?? false,
            FreesLocksToAsk = _graph.FreesLocksToAsk,
            WithdrawsWork = _graph.WithdrawsWork,
            Upstream = referred.Where(_results.ContainsKey).ToDictionary(id => id, id => _results[id]),
            Correction = _corrections.Remove(start.NodeId, out var correction) ? correction : null,
        };
    }

    /// <summary>What a checkpoint leads back to does its work with what was said there.</summary>
    private void NoteCorrection(LoopTaken loop)
    {
        if (_nodes[loop.From].Kind == NodeKind.Checkpoint)
        {
            var asked = new NodeRun
            {
                Run = _run,
                Node = loop.From,
                Iteration = _state.Node(loop.From).Iteration,
                Kind = NodeKind.Checkpoint,
                Retry = _nodes[loop.From].Retry,
                Upstream = new Dictionary<string, string>(),
            };
            _corrections[loop.To] = asked.ResultRow()!;
        }
    }

    /// <summary>
    /// Undoes what was done before the workflow failed, the latest first. What cannot be undone keeps nothing else from
    /// being undone.
    /// </summary>
    /// <returns>What could not be undone, in words; empty when nothing.</returns>
    private async Task<string> CompensateAsync()
    {
        if (_state.Outcome != GraphOutcome.Failed)
        {
            return "";
        }

        var left = "";
        foreach (var (node, iteration, results) in _done.AsEnumerable().Reverse().ToArray())
        {
            var undo = new NodeRun
            {
                Run = _run.Keeping(_run.Attempt),
                Node = node,
                Iteration = _graph.UndoesWhatWasDone ? iteration : _state.Node(node).Iteration,
                IsCompensation = true,
                Retry = _nodes[node].Compensate!.Retry,
                HasLocks = _nodes[node].Compensate!.Locks.Count > 0,
                WithdrawsWork = _graph.WithdrawsWork,
                Upstream = _graph.UndoesWhatWasDone ? results : ReferredToUndo(node),
            };
            var ended = await NodeCalls.ResultOfAsync(_context.StartNode(undo));
            await RecordAsync(
            [
                new ProgressStep
                {
                    Node = undo.Path(),
                    Iteration = undo.Iteration,
                    Status = StatusRules.Of(ended.Outcome),
                    Reason = ended.Reason,
                    WorkItemId = ended.WorkItemId,
                },
            ]);
            left += ended.Outcome == NodeOutcome.Completed ? "" : $" '{node}' could not be undone: {ended.Reason}";
        }

        return left;
    }

    private RunResult ToResult(string left) => new(
        StatusRules.Of(_state.Outcome!.Value), left.Length == 0 ? _state.Reason : _state.Reason + left)
    {
        Results = _graph.OutputNodes.Where(_results.ContainsKey).ToDictionary(id => id, id => _results[id]),
    };

    private static string ReasonOr(string? reason) => string.IsNullOrEmpty(reason) ? "The run was cancelled." : reason;
}
