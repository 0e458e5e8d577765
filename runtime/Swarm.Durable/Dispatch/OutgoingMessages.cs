using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>What a turn sends to other instances and to entities, in the order of its decisions.</summary>
internal static class OutgoingMessages
{
    /// <summary>Lists the messages.</summary>
    /// <param name="sender">The instance before the turn.</param>
    /// <param name="decided">What was decided and is to be carried out.</param>
    /// <param name="ended">How the sender ended, if it did.</param>
    /// <param name="locks">The locks that it held before the turn.</param>
    /// <param name="locksLeft">Locks that the turn leaves behind by ending the generation: they are given back.</param>
    internal static List<OutgoingMessage> List(
        InstanceRecord sender,
        IReadOnlyList<DecisionEvent> decided,
        ExecutionCompleted? ended,
        IReadOnlyList<HeldLock> locks,
        IEnumerable<HeldLock> locksLeft)
    {
        var messages = new List<OutgoingMessage>();
        foreach (DecisionEvent decision in decided)
        {
            if (Describe(sender, decision, locks) is { } message)
            {
                messages.Add(message);
            }
        }

        foreach (HeldLock held in locksLeft)
        {
            messages.Add(Release(sender, held.EntityId, held.Number));
        }

        if (ended is { } completion && sender.Parent is { } parent)
        {
            byte[] body = RowCodec.EncodeMessage(Answer(sender, parent, completion), parent.Generation);
            messages.Add(new OutgoingMessage(parent.InstanceId, parent.Key, body));
        }

        return messages;
    }

    private static OutgoingMessage? Describe(
        InstanceRecord sender, DecisionEvent decision, IReadOnlyList<HeldLock> locks) => decision switch
    {
        // External events are for orchestrations: one for an entity goes the way of one for nobody.
        EventSent sent when !EntityIds.IsEntity(sent.InstanceId) => new OutgoingMessage(
            sent.InstanceId, null, RowCodec.EncodeMessage(new EventRaised(sent.Name, sent.Input, 0))),
        EntityCalled called => ToEntity(
            called.EntityId,
            new EntityOperationRequest(called.Operation, called.Input, null, CallerOf(sender, called.Id))
            {
                TraceParent = sender.TraceParent,
            }),
        EntitySignaled signaled => ToEntity(
            signaled.EntityId,
            new EntityOperationRequest(signaled.Operation, signaled.Input, signaled.DueAt, null)
            {
                TraceParent = sender.TraceParent,
            }),
        EntityLockRequested requested => ToEntity(
            requested.EntityId, new EntityLockRequest(CallerOf(sender, requested.Id))),
        EntityLockReleased released => Release(
            sender,
            released.EntityId,
            locks.FirstOrDefault(held => held.LockId == released.LockId)?.Number ?? released.LockId),
        _ => null,
    };

    private static OutgoingMessage Release(InstanceRecord sender, string entityId, int lockId) =>
        ToEntity(entityId, new EntityLockRelease(CallerOf(sender, lockId)));

    private static OutgoingMessage ToEntity(string entityId, HistoryEvent message) =>
        new(entityId, null, RowCodec.EncodeMessage(message));

    private static EntityCaller CallerOf(InstanceRecord sender, int taskId) =>
        new(sender.InstanceId, sender.Key, sender.Generation, taskId);

    private static HistoryEvent Answer(InstanceRecord child, ParentLink parent, ExecutionCompleted completion) =>
        completion.Status == OrchestrationRuntimeStatus.Completed
            ? new SubOrchestrationCompleted(parent.TaskId, completion.Output)
            : new SubOrchestrationFailed(
                parent.TaskId,
                completion.Failure ?? new TaskFailureDetails(
                    FailureTypes.Terminated,
                    completion.Output ?? $"The orchestration '{child.InstanceId}' was terminated.",
                    null,
                    null,
                    null));
}
