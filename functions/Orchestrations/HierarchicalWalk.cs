using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Json;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Asks the director, has its plan carried out as a graph, and asks again, until it says that all is done or a limit is
/// reached. A plan that fails is no failure of the whole: the director hears of it and decides.
/// </summary>
internal sealed class HierarchicalWalk
{
    private readonly TaskOrchestrationContext _context;
    private readonly RunReference _run;
    private readonly RunGraph _graph;
    private readonly NodeDefinition _director;
    private readonly NodeDefinition? _fallback;
    private readonly HierarchyDefinition _limits;
    private readonly Task<string?> _cancel;
    private Task _timer = Task.CompletedTask;

    /// <summary>Ends when the first plan is waited for no longer, and says why; null where nothing takes its place.
    /// </summary>
    private Task<string>? _impatience;

    /// <summary>The newest attempt of the run that anything so far is of; see <see cref="RunReference"/>.</summary>
    private int _floor;

    public HierarchicalWalk(TaskOrchestrationContext context, RunReference run, RunGraph graph)
    {
        _context = context;
        _run = run;
        _floor = run.KeepFloor;
        _graph = graph;
        var definition = graph.Definition.Deserialize(CoreJsonContext.Default.WorkflowDefinition)!;
        _director = definition.Nodes[0];
        _fallback = definition.Nodes.FirstOrDefault(node => node.Id == HierarchyDefinition.Fallback);
        _limits = definition.Hierarchy!;
        _cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
    }

    public async Task<RunResult> WalkAsync()
    {
        if (_graph.CancelRequested)
        {
            return new RunResult(RunStatus.Cancelled, _graph.CancelReason ?? "The run was cancelled.");
        }

        using var timerEnd = new CancellationTokenSource();
        _timer = _context.CreateTimer(_context.CurrentUtcDateTime + _limits.MaxTime, timerEnd.Token);
        using var patienceEnd = new CancellationTokenSource();
        _impatience = _fallback is null
            ? null
            : PlanPatience.WaitAsync(_context, Director(iteration: 1), _limits.Patience!.Value, patienceEnd.Token);
        var result = await RunRoundsAsync(patienceEnd);
        patienceEnd.EndTimer();
        timerEnd.EndTimer();
        return result;
    }

    private async Task<RunResult> RunRoundsAsync(CancellationTokenSource patienceEnd)
    {
        var (round, corrections) = (1, 0);
        if (_fallback is not null && await TookFallbackAsync())
        {
            return await FallBackAsync(new FallbackTaken(_run, "An earlier attempt of the run had no plan."));
        }

        // Bounded: each answer is the last, begins one of finitely many rounds, or uses up a correction.
        for (var iteration = 1; ; iteration++)
        {
            var ended = await RunNodeAsync(Director(iteration), round == 1 ? _impatience : null);
            if (ended.Outcome != NodeOutcome.Completed || ended.Result() is null)
            {
                return await GiveUpAsync(round, ended.Outcome, $"The director failed: {ended.Reason}");
            }

            var read = await _context.CallActivityAsync<PlanRead>(
                nameof(NodeActivities.ReadPlan),
                new PlanRequest(_run.Keeping(_floor), iteration, round, ended.Result()!),
                ActivityRetries.Options());
            if (!read.IsDone && !read.IsPlan && read.Exhausted is null)
            {
                // An answer of an earlier attempt that was wrong is no reason to give up again: it is asked anew.
                corrections += ended.KeptFrom is null ? 1 : 0;
                if (corrections > _limits.MaxCorrections)
                {
                    var problem = $"The director's plan was wrong {corrections} times in a row. The last time: "
                        + read.Problem;
                    return await GiveUpAsync(round, NodeOutcome.Failed, problem);
                }

                continue;
            }

            if (_impatience is not null && round == 1)
            {
                patienceEnd.EndTimer();
                await RecordAsync(Fallback(), NodeEnded.Cancelled("It was not needed."), NodeStatus.Skipped);
            }

            if (read.IsDone)
            {
                return Completed();
            }

            if (read.Exhausted is not null)
            {
                return new RunResult(RunStatus.Failed, read.Exhausted);
            }

            corrections = 0;
            if (!await WasCarriedOutAsync(round, iteration + 1) && await CarryOutAsync(round) is { } stopped)
            {
                return stopped;
            }

            round++;
        }
    }

    /// <summary>There is no plan: the fallback takes the director's place, where there is one and no plan came before.
    /// </summary>
    private async Task<RunResult> GiveUpAsync(int round, NodeOutcome outcome, string reason)
    {
        var isImpatient = _impatience is { IsCompleted: true };
        var mayFallBack = _fallback is not null && round == 1 && (outcome == NodeOutcome.Failed || isImpatient);
        if (Stopped() is { } stopped)
        {
            return stopped;
        }

        if (!mayFallBack)
        {
            return new RunResult(
                outcome == NodeOutcome.Cancelled ? RunStatus.Cancelled : RunStatus.Failed, reason);
        }

        return await FallBackAsync(new FallbackTaken(_run, isImpatient ? await _impatience! : reason));
    }

    private async Task<RunResult> FallBackAsync(FallbackTaken taken)
    {
        await _context.CallActivityAsync(nameof(NodeActivities.TakeFallback), taken, ActivityRetries.Options());
        var ended = await RunNodeAsync(Fallback(), impatience: null);
        if (ended.Outcome != NodeOutcome.Completed)
        {
            return Stopped() ?? new RunResult(
                ended.Outcome == NodeOutcome.Cancelled ? RunStatus.Cancelled : RunStatus.Failed,
                $"{taken.Reason} What was done instead failed: {ended.Reason}");
        }

        await _context.CallActivityAsync(
            nameof(NodeActivities.CloseFallback), taken with { Result = ended.Result() }, ActivityRetries.Options());
        return Completed();
    }

    /// <summary>Whether an earlier attempt of the run took the fallback, and nobody wants the director back.</summary>
    private async Task<bool> TookFallbackAsync()
    {
        var found = await _context.FindKeptAsync(_run, [Director(iteration: 1), Fallback()]);
        return found is [{ MustRun: false }, { HasBegun: true } or { MustRun: true }];
    }

    private NodeRun Director(int iteration) => new()
    {
        Run = _run.Keeping(_floor),
        Node = _director.Id,
        Iteration = iteration,
        Retry = _director.Retry,
        HasLocks = _director.Locks.Count > 0,
        WithdrawsWork = _graph.WithdrawsWork,
        Upstream = new Dictionary<string, string>(),
    };

    private NodeRun Fallback() => new()
    {
        Run = _run.Keeping(_floor),
        Node = _fallback!.Id,
        Iteration = 1,
        Kind = _fallback.Kind,
        OutputFormat = _fallback.OutputFormat,
        FanOut = _fallback.FanOut,
        Retry = _fallback.Retry,
        HasLocks = _fallback.Locks.Count > 0,
        WithdrawsWork = _graph.WithdrawsWork,
        Evaluation = NodeEvaluation.Of(_fallback.Evaluation),
        Upstream = new Dictionary<string, string>(),
    };

    private async Task<NodeEnded> RunNodeAsync(NodeRun node, Task? impatience)
    {
        var kept = (await _context.FindKeptAsync(node.Run, [node]))[0];
        if (kept is { MustRun: false, Ended: { Outcome: NodeOutcome.Completed } known })
        {
            _floor = Math.Max(_floor, known.KeptFrom!.Value);
            await RecordAsync(node, known, NodeStatus.Completed);
            return known;
        }

        node = node.ToRunAgain(kept);
        _floor = _run.Attempt;
        var running = _context.StartNode(node);
        Task[] ends = impatience is null ? [running, _cancel, _timer] : [running, _cancel, _timer, impatience];
        if (await Task.WhenAny(ends) != running)
        {
            await CancelAsync(new NodeMark(node.Path(), node.Iteration));
            _context.CancelNode(node, Stopped()?.Reason ?? "No plan came in time.");
        }

        var ended = await NodeCalls.ResultOfAsync(running);
        await RecordAsync(node, ended, StatusRules.Of(ended.Outcome));
        return ended;
    }

    private Task RecordAsync(NodeRun node, NodeEnded ended, NodeStatus status)
    {
        var step = new ProgressStep
        {
            Node = node.Path(),
            Iteration = node.Iteration,
            Status = status,
            Reason = ended.Reason,
            WorkItemId = ended.WorkItemId,
            ResultRow = ended.ResultRow,
            KeptFrom = ended.KeptFrom,
        };
        return _context.CallActivityAsync(
            nameof(RunActivities.RecordProgress),
            new RunSteps { Run = _run, Steps = [step] },
            ActivityRetries.Options());
    }

    /// <summary>
    /// Whether an earlier attempt of the run has got past a round: the director was asked about it, whatever has become
    /// of its subtasks.
    /// </summary>
    private async Task<bool> WasCarriedOutAsync(int round, int nextIteration)
    {
        var next = Director(nextIteration);
        if (next.Run.KeepFloor == 0)
        {
            return false;
        }

        var after = _run.PathOf(PlanRound.IdOf(round));
        return (await _context.FindKeptAsync(_run, [next], after))[0].HasBegun;
    }

    /// <summary>Carries out the plan of a round. Null when the director is to be asked again.</summary>
    private async Task<RunResult?> CarryOutAsync(int round)
    {
        var plan = _run.Keeping(_floor) with { Scope = _run.PathOf(PlanRound.IdOf(round)) };
        _floor = _run.Attempt;
        var instanceId = plan.GraphInstanceId();
        var running = _context.CallSubOrchestratorAsync<RunResult>(
            nameof(GraphOrchestrator), plan, new SubOrchestrationOptions(instanceId: instanceId));
        if (await Task.WhenAny(running, _cancel, _timer) != running)
        {
            await CancelAsync(new NodeMark(plan.Scope, 1));
            _context.SendEvent(instanceId, OrchestrationEvents.Cancel, Stopped()!.Reason!);
        }

        await running;
        return Stopped();
    }

    private static RunResult Completed() =>
        new(RunStatus.Completed, Reason: null) { Results = new Dictionary<string, string>() };

    private Task CancelAsync(NodeMark mark) => _context.CallActivityAsync(
        nameof(NodeActivities.CancelNodes), new NodeMarks(_run, [mark]), ActivityRetries.Options());

    /// <summary>How the whole ends because somebody cancelled it or its time is over; null while it goes on.</summary>
    private RunResult? Stopped() => (_cancel.IsCompleted, _timer.IsCompleted) switch
    {
        (true, _) => new RunResult(RunStatus.Cancelled, "It was cancelled."),
        (_, true) => new RunResult(RunStatus.Failed, $"It took longer than {_limits.MaxTime} (limits.time)."),
        _ => null,
    };
}
