using Swarm.Durable.Core;
using Swarm.Durable.Core.Tracing;
using Swarm.Durable.Stores;
using Told = Swarm.Durable.Core.History;

namespace Swarm.Durable.History;

/// <summary>
/// Tells a stored history in the events that Durable Task has: each turn begins and ends with an event of its own, what
/// came in has no number, what was decided has the one to which its result refers.
/// </summary>
internal sealed class HistoryExport
{
    private const int NoNumber = -1;

    private readonly InstanceRecord _record;
    private readonly List<Told.HistoryEvent> _told = [];
    private readonly Dictionary<int, DateTime> _timers = [];
    private int _nextNumber;

    private HistoryExport(InstanceRecord record) => _record = record;

    internal static IList<Told.HistoryEvent> Tell(InstanceRecord record, IEnumerable<TurnRecord> turns)
    {
        var export = new HistoryExport(record);
        foreach (TurnRecord turn in turns)
        {
            export.Tell(turn);
        }

        return export._told;
    }

    /// <summary>What tells this generation of this instance from all others.</summary>
    internal static string ExecutionIdOf(long key, int generation) => $"{key:x16}{generation:x16}";

    private void Tell(TurnRecord turn)
    {
        int first = _told.Count;
        _told.Add(new Told.OrchestratorStartedEvent(NoNumber));
        (IEnumerable<HistoryEvent> inbound, IEnumerable<DecisionEvent> decisions) = ListNew(turn);
        foreach (HistoryEvent item in inbound)
        {
            _told.Add(Convert(item));
        }

        foreach (DecisionEvent item in decisions)
        {
            _told.Add(Convert(item));
            _nextNumber = Math.Max(_nextNumber, item.Id + 1);
        }

        if (turn.Completion is { } completed)
        {
            _told.Add(new Told.ExecutionCompletedEvent(
                _nextNumber++, completed.Output, (OrchestrationStatus)completed.Status, Convert(completed.Failure)));
        }

        _told.Add(new Told.OrchestratorCompletedEvent(NoNumber));
        foreach (Told.HistoryEvent item in _told.Skip(first))
        {
            item.Timestamp = turn.StartedAt;
        }
    }

    /// <summary>What a rewind repeats was told with the turns that it repeats.</summary>
    private static (IEnumerable<HistoryEvent> Inbound, IEnumerable<DecisionEvent> Decisions) ListNew(TurnRecord turn)
    {
        if (turn.Inbound is not [ExecutionRewound rewound, ..])
        {
            return (turn.Inbound, turn.Decisions);
        }

        IEnumerable<HistoryEvent> arrived = turn.Inbound.Reverse().TakeWhile(item => item is not ClockSet).Reverse();
        return (arrived.Where(item => item != rewound).Prepend(rewound),
            turn.Decisions.Where(decision => decision.Id >= rewound.NextTaskId));
    }

    private Told.HistoryEvent Convert(HistoryEvent item)
    {
        switch (item)
        {
            case ExecutionStarted started:
                return Start(started);
            case TaskCompleted completed:
                return new Told.TaskCompletedEvent(NoNumber, completed.TaskId, completed.Result);
            case TaskFailed { Failure: var failure } failed:
                return new Told.TaskFailedEvent(
                    NoNumber, failed.TaskId, failure.ErrorMessage, failure.ToString(), Convert(failure));
            case SubOrchestrationCompleted completed:
                return new Told.SubOrchestrationInstanceCompletedEvent(NoNumber, completed.TaskId, completed.Result);
            case SubOrchestrationFailed { Failure: var failure } failed:
                return new Told.SubOrchestrationInstanceFailedEvent(
                    NoNumber, failed.TaskId, failure.ErrorMessage, failure.ToString(), Convert(failure));
            case TimerFired fired:
                return new Told.TimerFiredEvent(NoNumber, _timers.GetValueOrDefault(fired.TimerId))
                {
                    TimerId = fired.TimerId,
                };
            case EventRaised raised:
                return new Told.EventRaisedEvent(NoNumber, raised.Input) { Name = raised.Name };
            case ExecutionSuspended suspended:
                return new Told.ExecutionSuspendedEvent(NoNumber, suspended.Reason);
            case ExecutionResumed resumed:
                return new Told.ExecutionResumedEvent(NoNumber, resumed.Reason);
            case ExecutionTerminated terminated:
                return new Told.ExecutionTerminatedEvent(NoNumber, terminated.Output);
            case ExecutionRewound rewound:
                return new Told.ExecutionRewoundEvent(NoNumber, rewound.Reason) { InstanceId = _record.InstanceId };
            case RewindRequested requested:
                return new Told.ExecutionRewoundEvent(NoNumber, requested.Reason)
                {
                    InstanceId = _record.InstanceId,
                };
            case DecisionEvent decision:
                return Convert(decision);
            default:
                return EntityExport.Tell(item) ?? new Told.GenericEvent(NoNumber, item.GetType().Name);
        }
    }

    private Told.HistoryEvent Convert(DecisionEvent decision)
    {
        switch (decision)
        {
            case TaskScheduled scheduled:
                return new Told.TaskScheduledEvent(
                    scheduled.Id, scheduled.Name, scheduled.Version, scheduled.Input);
            case SubOrchestrationCreated created:
                return new Told.SubOrchestrationInstanceCreatedEvent(created.Id)
                {
                    Name = created.Name,
                    Version = created.Version,
                    InstanceId = created.InstanceId,
                    Input = created.Input,
                };
            case TimerCreated timer:
                _timers[timer.Id] = timer.FireAt;
                return new Told.TimerCreatedEvent(timer.Id, timer.FireAt);
            case EventSent sent:
                return new Told.EventSentEvent(sent.Id)
                {
                    InstanceId = sent.InstanceId,
                    Name = sent.Name,
                    Input = sent.Input,
                };
            default:
                return EntityExport.Tell(decision) ?? new Told.GenericEvent(decision.Id, decision.GetType().Name);
        }
    }

    private Told.ExecutionStartedEvent Start(ExecutionStarted started) => new(NoNumber, _record.Input)
    {
        Name = started.Name,
        Version = started.Version,
        Generation = _record.Generation,
        Tags = _record.Tags is { } tags ? new Dictionary<string, string>(RowCodec.DecodeTags(tags)) : null,
        ParentTraceContext = _record.TraceParent is { } trace ? new DistributedTraceContext(trace) : null,
        OrchestrationInstance = new OrchestrationInstance
        {
            InstanceId = _record.InstanceId,
            ExecutionId = ExecutionIdOf(_record.Key, _record.Generation),
        },
        ParentInstance = _record.Parent is { } parent
            ? new ParentInstance
            {
                Name = parent.Name,
                TaskScheduleId = parent.TaskId,
                OrchestrationInstance = new OrchestrationInstance
                {
                    InstanceId = parent.InstanceId,
                    ExecutionId = ExecutionIdOf(parent.Key, parent.Generation),
                },
            }
            : null,
    };

    private static FailureDetails? Convert(TaskFailureDetails? failure) => failure is null
        ? null
        : new FailureDetails(
            failure.ErrorType, failure.ErrorMessage, failure.StackTrace, Convert(failure.InnerFailure), false);
}
