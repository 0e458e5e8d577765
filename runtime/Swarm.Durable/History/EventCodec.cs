using Swarm.Durable.Client;

namespace Swarm.Durable.History;

/// <summary>Writes and reads one event: its tag, then its fields in their order.</summary>
internal static class EventCodec
{
    internal static void Write(HistoryWriter writer, HistoryEvent item)
    {
        writer.WriteByte((byte)item.Tag);
        switch (item)
        {
            case ExecutionStarted started:
                writer.WriteText(started.Name);
                writer.WriteText(started.Version);
                break;
            case TaskCompleted completed:
                writer.WriteNumber(completed.TaskId);
                writer.WriteText(completed.Result);
                break;
            case TaskFailed failed:
                writer.WriteNumber(failed.TaskId);
                writer.WriteFailure(failed.Failure);
                break;
            case SubOrchestrationCompleted completed:
                writer.WriteNumber(completed.TaskId);
                writer.WriteText(completed.Result);
                break;
            case SubOrchestrationFailed failed:
                writer.WriteNumber(failed.TaskId);
                writer.WriteFailure(failed.Failure);
                break;
            case TimerFired fired:
                writer.WriteNumber(fired.TimerId);
                break;
            case EventRaised raised:
                writer.WriteText(raised.Name);
                writer.WriteText(raised.Input);
                writer.WriteNumber(raised.MessageId);
                break;
            case ExecutionSuspended suspended:
                writer.WriteText(suspended.Reason);
                break;
            case ExecutionResumed resumed:
                writer.WriteText(resumed.Reason);
                break;
            case ExecutionTerminated terminated:
                writer.WriteText(terminated.Output);
                writer.WriteByte(terminated.IsRecursive ? (byte)1 : (byte)0);
                break;
            case ExecutionCompleted completed:
                writer.WriteNumber((int)completed.Status);
                writer.WriteText(completed.Output);
                writer.WriteFailure(completed.Failure);
                break;
            case RewindRequested requested:
                writer.WriteText(requested.Reason);
                break;
            case ExecutionRewound rewound:
                writer.WriteText(rewound.Reason);
                writer.WriteNumber(rewound.KeptTurns);
                writer.WriteNumber(rewound.NextTaskId);
                break;
            case ClockSet clock:
                writer.WriteTime(clock.Time);
                break;
            case DecisionEvent decision:
                WriteDecision(writer, decision);
                break;
            default:
                Demand(EntityEventCodec.TryWrite(writer, item), item);
                break;
        }
    }

    internal static HistoryEvent Read(ref HistoryReader reader)
    {
        var tag = (EventTag)reader.ReadByte();
        return tag switch
        {
            EventTag.ExecutionStarted => new ExecutionStarted(reader.ReadText(), reader.ReadText()),
            EventTag.TaskCompleted => new TaskCompleted(reader.ReadInt32(), reader.ReadTextOrNull()),
            EventTag.TaskFailed => new TaskFailed(reader.ReadInt32(), reader.ReadFailure()),
            EventTag.SubOrchestrationCompleted =>
                new SubOrchestrationCompleted(reader.ReadInt32(), reader.ReadTextOrNull()),
            EventTag.SubOrchestrationFailed => new SubOrchestrationFailed(reader.ReadInt32(), reader.ReadFailure()),
            EventTag.TimerFired => new TimerFired(reader.ReadInt32()),
            EventTag.EventRaised =>
                new EventRaised(reader.ReadText(), reader.ReadTextOrNull(), reader.ReadNumber()),
            EventTag.ExecutionSuspended => new ExecutionSuspended(reader.ReadTextOrNull()),
            EventTag.ExecutionResumed => new ExecutionResumed(reader.ReadTextOrNull()),
            EventTag.ExecutionTerminated => new ExecutionTerminated(reader.ReadTextOrNull(), reader.ReadByte() != 0),
            EventTag.TaskScheduled => new TaskScheduled(
                reader.ReadInt32(), reader.ReadText(), reader.ReadText(), reader.ReadTextOrNull()),
            EventTag.SubOrchestrationCreated => new SubOrchestrationCreated(
                reader.ReadInt32(), reader.ReadText(), reader.ReadText(), reader.ReadText(), reader.ReadTextOrNull()),
            EventTag.TimerCreated => new TimerCreated(reader.ReadInt32(), reader.ReadTime()),
            EventTag.EventSent => new EventSent(
                reader.ReadInt32(), reader.ReadText(), reader.ReadText(), reader.ReadTextOrNull()),
            EventTag.ExecutionCompleted => new ExecutionCompleted(
                (OrchestrationRuntimeStatus)reader.ReadInt32(), reader.ReadTextOrNull(), reader.ReadFailureOrNull()),
            EventTag.RewindRequested => new RewindRequested(reader.ReadTextOrNull()),
            EventTag.ExecutionRewound =>
                new ExecutionRewound(reader.ReadTextOrNull(), reader.ReadInt32(), reader.ReadInt32()),
            EventTag.ClockSet => new ClockSet(reader.ReadTime()),
            _ => EntityEventCodec.Read(tag, ref reader),
        };
    }

    private static void WriteDecision(HistoryWriter writer, DecisionEvent decision)
    {
        writer.WriteNumber(decision.Id);
        switch (decision)
        {
            case TaskScheduled scheduled:
                writer.WriteText(scheduled.Name);
                writer.WriteText(scheduled.Version);
                writer.WriteText(scheduled.Input);
                break;
            case SubOrchestrationCreated created:
                writer.WriteText(created.Name);
                writer.WriteText(created.Version);
                writer.WriteText(created.InstanceId);
                writer.WriteText(created.Input);
                break;
            case TimerCreated timer:
                writer.WriteTime(timer.FireAt);
                break;
            case EventSent sent:
                writer.WriteText(sent.InstanceId);
                writer.WriteText(sent.Name);
                writer.WriteText(sent.Input);
                break;
            default:
                Demand(EntityEventCodec.TryWrite(writer, decision), decision);
                break;
        }
    }

    private static void Demand(bool isWritten, HistoryEvent item)
    {
        if (!isWritten)
        {
            throw new InvalidOperationException($"No storage format is defined for {item.GetType().Name}.");
        }
    }
}
