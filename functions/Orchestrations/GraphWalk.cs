using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Json;
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
    public const int MaxRunning = 200;

    private readonly TaskOrchestrationContext _context;
    private readonly RunReference _run;
    private readonly RunGraph _graph;
    private readonly Dictionary<string, NodeDefinition> _nodes;
    private readonly GraphState _state;

    /// <summary>Ready and not started yet, the oldest first.</summary>
    private readonly Queue<NodeStart> _ready = new();

    private readonly List<(NodeStart Start, Task<NodeEnded> Task)> _running = [];

    /// <summary>By node, the work item whose result counts now.</summary>
    private readonly Dictionary<string, string> _results = [];

    private Task<string?>? _cancel;

    public GraphWalk(TaskOrchestrationContext context, RunReference run, RunGraph graph)
    {
        _context = context;
        _run = run;
        _graph = graph;
        var definition = graph.Definition.Deserialize(CoreJsonContext.Default.WorkflowDefinition)!;
        _nodes = definition.Nodes.ToDictionary(node => node.Id);
        _state = GraphState.Start(definition);
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
            var steps = await TakeStepsAsync();
            if (steps.Count > 0)
            {
                await RecordAsync(steps);
            }

            StartReady();
            if (_state.IsFinished)
            {
                return new RunResult(StatusRules.Of(_state.Outcome!.Value), _state.Reason);
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
            Complete(node.Start, await ResultOfAsync(node.Task), steps);
        }

        // What ended before the run was cancelled counts; what it made ready does not begin any more.
        await TakeCancelAsync();
        steps.AddRange(_state.TakeChanges().Select(change => ToStep(change, iteration: 0)));
        foreach (var start in _state.TakeReady())
        {
            _ready.Enqueue(start);
        }

        while (_state.IsStopping && _ready.TryDequeue(out var start))
        {
            Complete(start, NodeEnded.Cancelled("The run ended before it began."), steps);
        }

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
        foreach (var node in _running)
        {
            _context.SendEvent(
                _run.NodeInstanceId(node.Start.NodeId, node.Start.Iteration), OrchestrationEvents.Cancel, reason);
        }
    }

    private void Complete(NodeStart start, NodeEnded ended, List<ProgressStep> steps)
    {
        if (ended.WorkItemId is not null && !IsOvertaken(start))
        {
            _results[start.NodeId] = ended.WorkItemId;
        }

        _state.Complete(start.NodeId, start.Iteration, ended.Outcome, ended.Output ?? default, ended.Reason);
        steps.Add(new ProgressStep
        {
            Node = start.NodeId,
            Iteration = start.Iteration,
            Status = ToStatus(ended.Outcome),
            Reason = ended.Reason,
            WorkItemId = ended.WorkItemId,
        });
        steps.AddRange(_state.TakeChanges().Select(change => ToStep(change, start.Iteration)));
    }

    private bool IsOvertaken(NodeStart start) =>
        _state.Node(start.NodeId).Rounds.Any(round => round.Iteration == start.Iteration && round.Superseded);

    private ProgressStep ToStep(GraphChange change, int iteration)
    {
        switch (change)
        {
            case LoopTaken loop:
                foreach (var node in loop.Reset)
                {
                    _results.Remove(node);
                }

                var reset = loop.Reset
                    .Select(_state.Node)
                    .Where(node => node.Iteration > 0)
                    .ToDictionary(node => node.NodeId, node => node.Iteration);
                var edge = new LoopStep(loop.To, loop.Count, loop.Max, reset);
                return new ProgressStep { Node = loop.From, Iteration = iteration, Loop = edge };
            case NodeSkipped skipped:
                return new ProgressStep
                {
                    Node = skipped.NodeId,
                    Iteration = skipped.Iteration,
                    Status = NodeStatus.Skipped,
                };
            case NodeCancelled cancelled:
                return new ProgressStep
                {
                    Node = cancelled.NodeId,
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
        var progress = RunProgress.Percent(_state.EndedCount, _state.NodeCount);
        var turn = new RunSteps { Run = _run, Steps = steps, Progress = progress };
        return _context.CallActivityAsync(
            nameof(RunActivities.RecordProgress), turn, ActivityRetries.Options());
    }

    private void StartReady()
    {
        while (_running.Count < MaxRunning && _ready.TryDequeue(out var start))
        {
            var referred = _graph.References.GetValueOrDefault(start.NodeId, []);
            var node = new NodeRun
            {
                Run = _run,
                Node = start.NodeId,
                Iteration = start.Iteration,
                Retry = _nodes[start.NodeId].Retry,
                Upstream = referred.Where(_results.ContainsKey).ToDictionary(id => id, id => _results[id]),
            };
            var options = new SubOrchestrationOptions(
                instanceId: _run.NodeInstanceId(start.NodeId, start.Iteration));
            var task = _context.CallSubOrchestratorAsync<NodeEnded>(nameof(NodeOrchestrator), node, options);
            _running.Add((start, task));
        }
    }

    private static async Task<NodeEnded> ResultOfAsync(Task<NodeEnded> task)
    {
        try
        {
            return await task;
        }
        catch (TaskFailedException exception)
        {
            return NodeEnded.Failed($"A fault of ours: {exception.FailureDetails.ErrorMessage}");
        }
    }

    private static string ReasonOr(string? reason) => string.IsNullOrEmpty(reason) ? "The run was cancelled." : reason;

    private static NodeStatus ToStatus(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.Completed => NodeStatus.Completed,
        NodeOutcome.Failed => NodeStatus.Failed,
        _ => NodeStatus.Cancelled,
    };
}
