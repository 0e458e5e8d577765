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

    /// <summary>The newest attempt of the run that an answer is of.</summary>
    private int _newest;

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

        await AskExpertsAsync();
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
        var (node, kept) = (await FindAsync([_synthesiser], answers.Results, Math.Max(_run.KeepFloor, _newest)))[0];
        Start(node.ToRunAgain(kept), CompletedIn(kept));
        await WaitForAllAsync((_, ended) => made = ended);
        return made!.Outcome == NodeOutcome.Completed
            ? await DecideAsync(answers with { Synthesis = made.Result() })
            : new RunResult(
                made.Outcome == NodeOutcome.Failed ? RunStatus.Failed : RunStatus.Cancelled,
                $"No result was made of the answers: {made.Reason}");
    }

    private Task<RunResult> DecideAsync(MixtureAnswers answers) => _context.CallActivityAsync<RunResult>(
        nameof(NodeActivities.DecideMixture), answers, ActivityRetries.Options());

    /// <summary>
    /// Asks the experts. In a retried run the answers that are there already count first, but whoever is to answer
    /// again does so before them: they might be enough without him.
    /// </summary>
    private async Task AskExpertsAsync()
    {
        var experts = await FindAsync(_experts, new Dictionary<string, string>(), _run.KeepFloor);
        var again = experts.Where(expert => expert.Kept.MustRun).ToList();
        again.ForEach(expert => Start(expert.Node.ToRunAgain(expert.Kept), kept: null));
        await WaitForAllAsync(TakeExpert);
        var answered = experts.Where(expert => CompletedIn(expert.Kept) is not null).ToList();
        answered.ForEach(expert => Start(expert.Node, CompletedIn(expert.Kept)));
        await WaitForAllAsync(TakeExpert);
        if (!_state.IsSettled)
        {
            var left = experts.Except(again).Except(answered).ToList();
            left.ForEach(expert => Start(expert.Node.ToRunAgain(expert.Kept), kept: null));
            await WaitForAllAsync(TakeExpert);
        }
    }

    private async Task<IReadOnlyList<(NodeRun Node, KeptNode Kept)>> FindAsync(
        IReadOnlyList<NodeDefinition> definitions, IReadOnlyDictionary<string, string> upstream, int floor)
    {
        NodeRun[] nodes =
        [
            .. definitions.Select(definition => new NodeRun
            {
                Run = _run.Keeping(floor),
                Node = definition.Id,
                Iteration = 1,
                Kind = definition.Kind,
                OutputFormat = definition.OutputFormat,
                FanOut = definition.FanOut,
                Retry = definition.Retry,
                HasLocks = definition.Locks.Count > 0,
                Evaluation = NodeEvaluation.Of(definition.Evaluation),
                FreesLocksToAsk = _graph.FreesLocksToAsk,
                WithdrawsWork = _graph.WithdrawsWork,
                Upstream = upstream,
            }),
        ];
        return [.. nodes.Zip(await _context.FindKeptAsync(_run, nodes))];
    }

    private static NodeEnded? CompletedIn(KeptNode kept) =>
        kept is { MustRun: false, Ended: { Outcome: NodeOutcome.Completed } ended } ? ended : null;

    private void Start(NodeRun node, NodeEnded? kept)
    {
        _newest = Math.Max(_newest, kept?.KeptFrom ?? _run.Attempt);
        _running.Add((node, kept is null ? _context.StartNode(node) : Task.FromResult(kept)));
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
        KeptFrom = ended.KeptFrom,
    };
}
