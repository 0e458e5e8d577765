using Swarm.Durable.Client;
using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>
/// One generation of one instance in memory: history in, decisions out. It is played turn by turn, first the recorded
/// turns, whose decisions must come out again, then new ones. It touches no store, clock or network.
/// </summary>
internal sealed class OrchestrationExecution
{
    private readonly OrchestrationInfo _info;
    private readonly ReplaySettings _settings;
    private readonly Func<ITaskOrchestrator> _create;
    private readonly OrchestrationTaskScheduler _scheduler;
    private readonly OrchestrationContext _context;
    private readonly EventDelivery _delivery;
    private Task<object?>? _run;
    private bool _isReplaying;

    /// <summary>Makes an execution that has played nothing yet.</summary>
    /// <param name="info">Which orchestration.</param>
    /// <param name="settings">What it shares with others.</param>
    /// <param name="create">Makes its code.</param>
    /// <param name="foreignWorkArrived">Called when the code goes on outside of a turn.</param>
    internal OrchestrationExecution(
        OrchestrationInfo info,
        ReplaySettings settings,
        Func<ITaskOrchestrator> create,
        Action foreignWorkArrived)
    {
        _info = info;
        _settings = settings;
        _create = create;
        _scheduler = new OrchestrationTaskScheduler(foreignWorkArrived);
        _context = new OrchestrationContext(info, settings, _scheduler);
        _delivery = new EventDelivery(this, _context, _scheduler);
    }

    internal OpenTasks Open => _context.Open;

    internal bool IsSuspended => _delivery.IsSuspended;

    internal bool HasForeignWork => _scheduler.HasForeignWork;

    /// <summary>Whether the code was seen outside of its turn: it has failed, in a way that does not repeat.</summary>
    internal bool IsOutOfTurn => _context.IsOutOfTurn;

    /// <summary>The failures after which nothing was decided.</summary>
    internal LastFailures LastFailures { get; } = new();

    internal bool HasCustomStatus => _context.HasCustomStatus;

    internal string? CustomStatus => _context.CustomStatus;

    /// <summary>The events that nobody has waited for.</summary>
    internal IReadOnlyList<EventRaised> ListKeptEvents() => _context.Events.ListKept();

    /// <summary>Repeats a recorded turn.</summary>
    /// <exception cref="Dispatch.NonDeterministicOrchestrationException">Other decisions came out.</exception>
    internal void Replay(TurnRecord turn)
    {
        foreach (HistoryEvent item in turn.Inbound)
        {
            if (item is TimerFired fired)
            {
                Open.ForgetDueTimer(fired.TimerId);
            }
        }

        TurnResult result = Play(turn.StartedAt, turn.Inbound, isReplaying: true, turn.Decisions);
        ReplayComparison.Compare(_info, turn, result);
    }

    /// <summary>Plays a turn.</summary>
    /// <param name="now">The time of the turn.</param>
    /// <param name="inbound">What came in. It is played until the orchestrator ends.</param>
    /// <param name="isReplaying">Whether the turn is being repeated.</param>
    /// <param name="recorded">What was decided, if it is being repeated: a rewind gives numbers out of order.</param>
    internal TurnResult Play(
        DateTime now,
        IReadOnlyList<HistoryEvent> inbound,
        bool isReplaying = false,
        IReadOnlyList<DecisionEvent>? recorded = null)
    {
        _isReplaying = isReplaying;
        _context.BeginTurn(now, isReplaying);
        if (inbound is [ExecutionRewound rewound, ..])
        {
            var ids = new Queue<int>((recorded ?? []).Select(decision => decision.Id));
            _context.RepeatNumbers(rewound.NextTaskId, _ => ids.TryDequeue(out int id) ? id : null);
        }

        int played = 0;
        ExecutionCompleted? terminated = null;
        _scheduler.Run(() =>
        {
            RunForeignWork();
            while (played < inbound.Count && !HasEnded && terminated is null)
            {
                terminated = Step(inbound[played++]);
            }
        });
        return Conclude(played, terminated);
    }

    /// <summary>Plays the turn that rewinds the instance.</summary>
    /// <param name="now">The time of the turn.</param>
    /// <param name="plan">What is repeated.</param>
    /// <param name="arrived">What else came in.</param>
    /// <param name="inbound">
    /// Takes what was played, in its order, which is what a replay repeats; then what was not, because the instance has
    /// ended.
    /// </param>
    internal TurnResult Rewind(
        DateTime now, RewindPlan plan, IEnumerable<HistoryEvent> arrived, List<HistoryEvent> inbound)
    {
        _isReplaying = false;
        var turn = new RewindTurn(this, _context, plan, inbound);
        _context.BeginTurn(now, isReplaying: true);
        _scheduler.Run(() => turn.Play(now, arrived));
        return turn.Conclude();
    }

    /// <summary>Plays one event; tells if it terminates the instance.</summary>
    internal ExecutionCompleted? Step(HistoryEvent item)
    {
        int decided = _context.Decisions.Count;
        ExecutionCompleted? terminated = _delivery.Apply(item);
        _scheduler.Drain();
        LastFailures.Note(item, hasDecided: _context.Decisions.Count > decided);
        return terminated;
    }

    /// <summary>Whether the code has come to its end, one way or another.</summary>
    internal bool HasEnded =>
        _run is { IsCompleted: true } || _context.Events.UnreadablePayload is not null || _context.IsOutOfTurn;

    /// <summary>
    /// Lets code that awaited something foreign run on, so that its next call of the context throws where it stands.
    /// The instance fails in any case: this turn could not be repeated.
    /// </summary>
    private void RunForeignWork()
    {
        if (_isReplaying || !_scheduler.HasForeignWork)
        {
            return;
        }

        _context.IsOutOfTurn = true;
        _scheduler.AdmitForeignWork();
        _scheduler.Drain();
    }

    /// <summary>Runs the code until it waits for the first time.</summary>
    internal void Start()
    {
        try
        {
            ITaskOrchestrator orchestrator = _create();
            object? input = _settings.Payloads.Deserialize(_info.Input, orchestrator.InputType);
            _run = orchestrator.RunAsync(_context, input);
        }
        catch (Exception exception)
        {
            // An orchestrator that throws before its first await, or cannot be made, fails like any other.
            _run = Task.FromException<object?>(exception);
        }
    }

    /// <summary>Tells what came out of the turn.</summary>
    /// <param name="played">How many events were played.</param>
    /// <param name="terminated">How the instance was terminated, if it was.</param>
    internal TurnResult Conclude(int played, ExecutionCompleted? terminated)
    {
        ExecutionCompleted? completion = terminated;
        ContinueAsNewRequest? next = null;
        if (completion is null && HasEnded)
        {
            completion = DescribeEnd();
            if (completion.Status == OrchestrationRuntimeStatus.Completed
                && _context.ContinueAsNewRequest is { } request)
            {
                completion = null;
                next = request;
            }
        }

        return new TurnResult(played, _context.Decisions, completion, next);
    }

    private ExecutionCompleted DescribeEnd()
    {
        if (_context.Events.UnreadablePayload is { } unreadable)
        {
            return Failed(unreadable);
        }

        if (_context.IsOutOfTurn)
        {
            Exception? thrown = _run?.Exception?.InnerException;
            return Failed(thrown as InvalidOperationException ?? _context.OutOfTurn("went on"));
        }

        if (_run!.IsCompletedSuccessfully)
        {
            try
            {
                string? output = _settings.Payloads.Serialize(_run.Result, "output");
                return new ExecutionCompleted(OrchestrationRuntimeStatus.Completed, output, null);
            }
            catch (Exception exception)
            {
                return Failed(exception);
            }
        }

        return Failed(_run.Exception?.InnerException ?? new TaskCanceledException(_run));
    }

    private static ExecutionCompleted Failed(Exception exception) =>
        ExecutionCompleted.Failed(FailureRecorder.Record(exception));
}
