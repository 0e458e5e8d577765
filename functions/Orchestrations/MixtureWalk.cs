using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Json;
using Swarm.Core.Patterns;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Drives a mixture's state machine by the orchestrations of its experts. Once enough have answered the others are
/// cancelled; what they still say is ignored, but waited for, so that nothing they do comes after the end.
/// </summary>
internal sealed class MixtureWalk
{
    private readonly TaskOrchestrationContext _context;
    private readonly RunReference _run;
    private readonly RunGraph _graph;
    private readonly MixtureDefinition _mixture;
    private readonly List<NodeDefinition> _experts;
    private readonly NodeDefinition? _synthesiser;
    private readonly MixtureState _state;
    private readonly List<(NodeRun Node, Task<NodeEnded> Task)> _running = [];
    private readonly Dictionary<string, string> _results = [];
    private Task<string?>? _cancel;
    private bool _hasToldOthers;

    public MixtureWalk(TaskOrchestrationContext context, RunReference run, RunGraph graph)
    {
        _context = context;
        _run = run;
        _graph = graph;
        var definition = graph.Definition.Deserialize(CoreJsonContext.Default.WorkflowDefinition)!;
        _mixture = definition.Mixture!;
        _synthesiser = _mixture.Rule == MixtureRule.Synthesis ? definition.Nodes[^1] : null;
        _experts = [.. definition.Nodes.Where(node => node != _synthesiser)];
        _state = new MixtureState(_experts.Count, _mixture.Quorum ?? _experts.Count);
    }

    public async Task<RunResult> WalkAsync()
    {
        _cancel = _context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        if (_graph.CancelRequested)
        {
            return new RunResult(RunStatus.Cancelled, _graph.CancelReason ?? "The run was cancelled.");
        }

        foreach (var expert in _experts)
        {
            Start(expert, new Dictionary<string, string>());
        }

        await WaitForAllAsync(TakeExpert);
        _hasToldOthers = true;
        if (_state.Outcome != NodeOutcome.Completed)
        {
            return new RunResult(
                _state.Outcome == NodeOutcome.Failed ? RunStatus.Failed : RunStatus.Cancelled, _state.Reason);
        }

        var answers = new MixtureAnswers
        {
            Run = _run,
            Results = _state.Answered.ToDictionary(expert => expert, expert => _results[expert]),
        };
        if (_synthesiser is null)
        {
            return await DecideAsync(answers);
        }

        NodeEnded? made = null;
        Start(_synthesiser, answers.Results);
        await WaitForAllAsync((_, ended) => made = ended);
        return made!.Outcome == NodeOutcome.Completed
            ? await DecideAsync(answers with { Synthesis = made.Result() })
            : new RunResult(
                made.Outcome == NodeOutcome.Failed ? RunStatus.Failed : RunStatus.Cancelled,
                $"No result was made of the answers: {made.Reason}");
    }

    private Task<RunResult> DecideAsync(MixtureAnswers answers) => _context.CallActivityAsync<RunResult>(
        nameof(NodeActivities.DecideMixture), answers, ActivityRetries.Options());

    private void Start(NodeDefinition definition, IReadOnlyDictionary<string, string> upstream)
    {
        var node = new NodeRun
        {
            Run = _run,
            Node = definition.Id,
            Iteration = 1,
            Kind = definition.Kind,
            OutputFormat = definition.OutputFormat,
            FanOut = definition.FanOut,
            Retry = definition.Retry,
            HasLocks = definition.Locks.Count > 0,
            Evaluation = NodeEvaluation.Of(definition.Evaluation),
            Upstream = upstream,
        };
        _running.Add((node, _context.StartNode(node)));
    }

    private void TakeExpert(string expert, NodeEnded ended)
    {
        if (ended.Result() is { } result)
        {
            _results[expert] = result;
        }

        _state.Complete(expert, ended.Outcome, ended.Reason);
    }

    private async Task WaitForAllAsync(Action<string, NodeEnded> take)
    {
        while (_running.Count > 0)
        {
            IEnumerable<Task> tasks = _running.Select(node => node.Task);
            await Task.WhenAny(_cancel is null ? tasks : tasks.Append(_cancel));
            var steps = new List<ProgressStep>();
            foreach (var node in _running.Where(node => node.Task.IsCompleted).ToArray())
            {
                _running.Remove(node);
                var ended = await NodeCalls.ResultOfAsync(node.Task);
                take(node.Node.Node, ended);
                steps.Add(ToStep(node.Node, ended));
            }

            await TakeCancelAsync();
            if (_state.IsSettled && !_hasToldOthers)
            {
                await TellOthersAsync();
            }

            await RecordAsync(steps);
        }
    }

    private async Task TakeCancelAsync()
    {
        if (_cancel is not { IsCompleted: true })
        {
            return;
        }

        var reason = await _cancel;
        _cancel = null;
        _state.Cancel(string.IsNullOrEmpty(reason) ? "The run was cancelled." : reason);
        Tell(reason ?? "");
    }

    /// <summary>Enough have answered: the others are not needed any more.</summary>
    private async Task TellOthersAsync()
    {
        _hasToldOthers = true;
        if (_running.Count == 0)
        {
            return;
        }

        // The row first: whoever has not begun finds it there, whoever has is told.
        var marks = _running.Select(node => new NodeMark(node.Node.Path(), node.Node.Iteration)).ToList();
        await _context.CallActivityAsync(
            nameof(NodeActivities.CancelNodes), new NodeMarks(_run, marks), ActivityRetries.Options());
        Tell("Enough others have answered.");
    }

    private void Tell(string reason)
    {
        foreach (var node in _running)
        {
            _context.CancelNode(node.Node, reason);
        }
    }

    private Task RecordAsync(List<ProgressStep> steps)
    {
        if (steps.Count == 0)
        {
            return Task.CompletedTask;
        }

        var total = _experts.Count + (_synthesiser is null ? 0 : 1);
        int? progress = _run.IsRoot() ? RunProgress.Percent(total - _running.Count, total + 1) : null;
        var turn = new RunSteps { Run = _run, Steps = steps, Progress = progress };
        return _context.CallActivityAsync(nameof(RunActivities.RecordProgress), turn, ActivityRetries.Options());
    }

    private static ProgressStep ToStep(NodeRun node, NodeEnded ended) => new()
    {
        Node = node.Path(),
        Iteration = node.PathIteration(),
        Status = StatusRules.Of(ended.Outcome),
        Reason = ended.Reason,
        WorkItemId = ended.WorkItemId,
        ResultRow = ended.ResultRow,
    };
}
