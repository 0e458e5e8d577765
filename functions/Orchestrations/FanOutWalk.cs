using Swarm.Core.Graph;
using Swarm.Core.Patterns;
using Swarm.Core.Statuses;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Drives a fan-out's state machine by the orchestrations of its items, or, where there are too many for one history,
/// by those of its parts.
/// </summary>
internal sealed class FanOutWalk
{
    private readonly TaskOrchestrationContext _context;
    private readonly FanOutPart _part;
    private readonly IReadOnlyList<(int First, int Count)> _parts;
    private readonly bool _isSplit;
    private readonly FanOutState _state;
    private readonly Dictionary<int, (string InstanceId, Task<FanOutResult> Task)> _running = [];
    private readonly List<ProgressStep> _steps = [];
    private Task<string?>? _cancel;
    private bool _hasToldOthers;
    private int _failed;

    public FanOutWalk(TaskOrchestrationContext context, FanOutPart part, Task<string?> cancel)
    {
        _context = context;
        _cancel = cancel;
        _part = part;
        _parts = Nesting.Split(part.First, part.Count);
        _isSplit = _parts.Count > 1;
        var rule = part.Node.FanOut!.OnFailure;
        _state = _isSplit
            ? new FanOutState(0, _parts.Count, Nesting.Share(part.MaxParallel).Parts, rule)
            : new FanOutState(part.First, part.Count, Math.Min(part.MaxParallel, Nesting.MaxChildren), rule);
    }

    public async Task<FanOutResult> WalkAsync()
    {
        // Bounded by the number of items: every round after the first ends one.
        while (true)
        {
            await TakeEndedAsync();
            await TakeCancelAsync();
            await RecordAsync();
            await StartReadyAsync();

            if (_state.IsFinished)
            {
                return new FanOutResult(_state.Outcome, _state.Reason, _failed);
            }

            if (!_running.Values.Any(child => child.Task.IsCompleted))
            {
                IEnumerable<Task> tasks = _running.Values.Select(child => child.Task);
                await Task.WhenAny(_cancel is null ? tasks : tasks.Append(_cancel));
            }
        }
    }

    private async Task TakeEndedAsync()
    {
        var ended = _running.Where(child => child.Value.Task.IsCompleted).OrderBy(child => child.Key).ToList();
        foreach (var (index, child) in ended)
        {
            _running.Remove(index);
            var result = await child.Task;
            _failed += result.Failed;
            _state.Complete(index, result.Outcome, result.Reason);
        }

        if (_state is { IsStopping: true, Outcome: NodeOutcome.Failed } && !_hasToldOthers)
        {
            // The row first: whoever has not begun finds it there, whoever has is told.
            var marks = new NodeMarks(_part.Node.Run, [new(_part.Node.Path(), _part.Node.PathIteration())]);
            await _context.CallActivityAsync(nameof(NodeActivities.CancelNodes), marks, ActivityRetries.Options());
            TellOthers(_state.Reason!);
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
        _state.Cancel(string.IsNullOrEmpty(reason) ? "It was cancelled." : reason);
        TellOthers(_state.Reason!);
    }

    private void TellOthers(string reason)
    {
        _hasToldOthers = true;
        foreach (var child in _running.OrderBy(child => child.Key))
        {
            _context.SendEvent(child.Value.InstanceId, OrchestrationEvents.Cancel, reason);
        }
    }

    private Task RecordAsync()
    {
        if (_steps.Count == 0)
        {
            return Task.CompletedTask;
        }

        var turn = new RunSteps { Run = _part.Node.Run, Steps = [.. _steps] };
        _steps.Clear();
        return _context.CallActivityAsync(nameof(RunActivities.RecordProgress), turn, ActivityRetries.Options());
    }

    private async Task StartReadyAsync()
    {
        var ready = _state.TakeReady();
        if (_isSplit)
        {
            foreach (var index in ready)
            {
                var (first, count) = _parts[index];
                var part = new FanOutPart(_part.Node, first, count, Nesting.Share(_part.MaxParallel).InEach);
                _running.Add(index, (part.InstanceId(), RunPartAsync(part)));
            }

            return;
        }

        var item = _part.Node with { FanOut = null, IsReviewed = false, Corrected = 0, CorrectedBefore = 0 };
        NodeRun[] items = [.. ready.Select(index => item with { Item = index })];
        foreach (var (node, kept) in items.Zip(await _context.FindKeptAsync(_part.Node.Run, items)))
        {
            var ended = kept.Ended is { Outcome: NodeOutcome.Completed } known
                ? Task.FromResult(known)
                : _context.StartNode(node.ToRunAgain(kept));
            _running.Add(node.Item!.Value, (node.InstanceId(), RunItemAsync(node, ended)));
        }
    }

    private async Task<FanOutResult> RunPartAsync(FanOutPart part)
    {
        try
        {
            return await _context.CallSubOrchestratorAsync<FanOutResult>(
                nameof(FanOutPartOrchestrator), part, new SubOrchestrationOptions(instanceId: part.InstanceId()));
        }
        catch (TaskFailedException exception)
        {
            return new FanOutResult(
                NodeOutcome.Failed, $"A fault of ours: {exception.FailureDetails.ErrorMessage}", part.Count);
        }
    }

    private async Task<FanOutResult> RunItemAsync(NodeRun item, Task<NodeEnded> task)
    {
        var ended = await NodeCalls.ResultOfAsync(task);
        _steps.Add(new ProgressStep
        {
            Node = item.Path(),
            Iteration = item.PathIteration(),
            Status = StatusRules.Of(ended.Outcome),
            Reason = ended.Reason,
            WorkItemId = ended.WorkItemId,
            ResultRow = ended.ResultRow,
            KeptFrom = ended.KeptFrom,
        });
        return FanOutResult.Of(ended);
    }
}
