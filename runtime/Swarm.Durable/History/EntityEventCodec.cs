using Swarm.Durable.Stores;

namespace Swarm.Durable.History;

/// <summary>The fields of events about entities, behind their tags.</summary>
internal static class EntityEventCodec
{
    /// <summary>Writes the fields; for a decision, those behind its number. False if it is no event of these.</summary>
    internal static bool TryWrite(HistoryWriter writer, HistoryEvent item)
    {
        switch (item)
        {
            case EntityOperationCompleted completed:
                writer.WriteNumber(completed.TaskId);
                writer.WriteText(completed.Result);
                return true;
            case EntityOperationFailed failed:
                writer.WriteNumber(failed.TaskId);
                writer.WriteFailure(failed.Failure);
                return true;
            case EntityLockGranted granted:
                writer.WriteNumber(granted.TaskId);
                return true;
            case EntityCalled called:
                writer.WriteText(called.EntityId);
                writer.WriteText(called.Operation);
                writer.WriteText(called.Input);
                return true;
            case EntitySignaled signaled:
                writer.WriteText(signaled.EntityId);
                writer.WriteText(signaled.Operation);
                writer.WriteText(signaled.Input);
                WriteTime(writer, signaled.DueAt);
                return true;
            case EntityLockRequested requested:
                writer.WriteText(requested.EntityId);
                return true;
            case EntityLockReleased released:
                writer.WriteText(released.EntityId);
                writer.WriteNumber(released.LockId);
                return true;
            case EntityOperationRequest request:
                writer.WriteText(request.Operation);
                writer.WriteText(request.Input);
                WriteTime(writer, request.DueAt);
                WriteCaller(writer, request.Caller);
                if (request.TraceParent is not null)
                {
                    writer.WriteText(request.TraceParent);
                }

                return true;
            case EntityLockRequest request:
                WriteCaller(writer, request.Owner);
                return true;
            case EntityLockRelease release:
                WriteCaller(writer, release.Owner);
                return true;
            default:
                return false;
        }
    }

    internal static HistoryEvent Read(EventTag tag, ref HistoryReader reader) => tag switch
    {
        EventTag.EntityOperationCompleted =>
            new EntityOperationCompleted(reader.ReadInt32(), reader.ReadTextOrNull()),
        EventTag.EntityOperationFailed => new EntityOperationFailed(reader.ReadInt32(), reader.ReadFailure()),
        EventTag.EntityLockGranted => new EntityLockGranted(reader.ReadInt32()),
        EventTag.EntityCalled => new EntityCalled(
            reader.ReadInt32(), reader.ReadText(), reader.ReadText(), reader.ReadTextOrNull()),
        EventTag.EntitySignaled => new EntitySignaled(
            reader.ReadInt32(), reader.ReadText(), reader.ReadText(), reader.ReadTextOrNull(), ReadTime(ref reader)),
        EventTag.EntityLockRequested => new EntityLockRequested(reader.ReadInt32(), reader.ReadText()),
        EventTag.EntityLockReleased =>
            new EntityLockReleased(reader.ReadInt32(), reader.ReadText(), reader.ReadInt32()),
        EventTag.EntityOperationRequest => ReadRequest(ref reader),
        EventTag.TracedOperationRequest => ReadRequest(ref reader) with { TraceParent = reader.ReadText() },
        EventTag.EntityLockRequest => new EntityLockRequest(DemandCaller(ref reader)),
        EventTag.EntityLockRelease => new EntityLockRelease(DemandCaller(ref reader)),
        _ => throw new InvalidDataException(
            $"A stored event has the unknown tag {(byte)tag}: it was written by a newer version of Swarm."),
    };

    private static EntityOperationRequest ReadRequest(ref HistoryReader reader) =>
        new(reader.ReadText(), reader.ReadTextOrNull(), ReadTime(ref reader), ReadCaller(ref reader));

    // The first instant of all times stands for none.
    private static void WriteTime(HistoryWriter writer, DateTime? time) => writer.WriteTime(time ?? default);

    private static DateTime? ReadTime(ref HistoryReader reader) =>
        reader.ReadTime() is var time && time == default ? null : time;

    private static void WriteCaller(HistoryWriter writer, EntityCaller? caller)
    {
        writer.WriteText(caller?.InstanceId);
        if (caller is not null)
        {
            writer.WriteNumber(caller.Key);
            writer.WriteNumber(caller.Generation);
            writer.WriteNumber(caller.TaskId);
        }
    }

    private static EntityCaller? ReadCaller(ref HistoryReader reader) => reader.ReadTextOrNull() is { } instanceId
        ? new EntityCaller(instanceId, reader.ReadNumber(), reader.ReadInt32(), reader.ReadInt32())
        : null;

    private static EntityCaller DemandCaller(ref HistoryReader reader) =>
        ReadCaller(ref reader) ?? throw new InvalidDataException("A stored lock has no owner: the row is damaged.");
}
