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
    private readonly HierarchyDefinition _limits;
    private readonly Task<string?> _cancel;
    private Task _timer = Task.CompletedTask;

    public HierarchicalWalk(TaskOrchestrationContext context, RunReference run, RunGraph graph)
    {
        _context = context;
        _run = run;
        _graph = graph;
        var definition = graph.Definition.Deserialize(CoreJsonContext.Default.WorkflowDefinition)!;
        _director = definition.Nodes[0];
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
        var result = await RunRoundsAsync();
        timerEnd.EndTimer();
        return result;
    }

    private async Task<RunResult> RunRoundsAsync()
    {
        var (round, corrections) = (1, 0);

        // Bounded: each answer is the last, begins one of finitely many rounds, or uses up a correction.
        for (var iteration = 1; ; iteration++)
        {
            var ended = await AskAsync(iteration);
            if (ended.Outcome != NodeOutcome.Completed || ended.Result() is null)
            {
                return Stopped() ?? new RunResult(
                    ended.Outcome == NodeOutcome.Cancelled ? RunStatus.Cancelled : RunStatus.Failed,
                    $"The director failed: {ended.Reason}");
            }

            var read = await _context.CallActivityAsync<PlanRead>(
                nameof(NodeActivities.ReadPlan),
                new PlanRequest(_run, iteration, round, ended.Result()!),
                ActivityRetries.Options());
            if (read.IsDone)
            {
                return new RunResult(RunStatus.Completed, Reason: null) { Results = new Dictionary<string, string>() };
            }

            if (read.Exhausted is not null)
            {
                return new RunResult(RunStatus.Failed, read.Exhausted);
            }

            if (!read.IsPlan)
            {
                if (++corrections > _limits.MaxCorrections)
                {
                    return new RunResult(
                        RunStatus.Failed,
                        $"The director's plan was wrong {corrections} times in a row. The last time: {read.Problem}");
                }

                continue;
            }

            corrections = 0;
            if (await CarryOutAsync(round++) is { } stopped)
            {
                return stopped;
            }
        }
    }

    private async Task<NodeEnded> AskAsync(int iteration)
    {
        var node = new NodeRun
        {
            Run = _run,
            Node = _director.Id,
            Iteration = iteration,
            Retry = _director.Retry,
            Upstream = new Dictionary<string, string>(),
        };
        var asked = _context.StartNode(node);
        if (await Task.WhenAny(asked, _cancel, _timer) != asked)
        {
            await CancelAsync(new NodeMark(node.Path(), iteration));
            _context.CancelNode(node, Stopped()!.Reason!);
        }

        var ended = await NodeCalls.ResultOfAsync(asked);
        var step = new ProgressStep
        {
            Node = node.Path(),
            Iteration = iteration,
            Status = StatusRules.Of(ended.Outcome),
            Reason = ended.Reason,
            WorkItemId = ended.WorkItemId,
        };
        await _context.CallActivityAsync(
            nameof(RunActivities.RecordProgress),
            new RunSteps { Run = _run, Steps = [step] },
            ActivityRetries.Options());
        return ended;
    }

    /// <summary>Carries out the plan of a round. Null when the director is to be asked again.</summary>
    private async Task<RunResult?> CarryOutAsync(int round)
    {
        var plan = _run with { Scope = _run.PathOf(PlanRound.IdOf(round)) };
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
