using System.Globalization;
using Told = Swarm.Durable.Core.History;

namespace Swarm.Durable.History;

/// <summary>
/// Tells what an orchestration has to do with entities as Durable Task does: what it asks of one is an event sent to
/// it, an answer is an event that bears the number of what was asked.
/// </summary>
internal static class EntityExport
{
    private const string Lock = "lock";
    private const string Release = "release";

    /// <summary>The event as it is told; null if it is not about entities.</summary>
    internal static Told.HistoryEvent? Tell(HistoryEvent item) => item switch
    {
        EntityCalled called => Sent(called.Id, called.EntityId, called.Operation, called.Input),
        EntitySignaled signaled => Sent(signaled.Id, signaled.EntityId, signaled.Operation, signaled.Input),
        EntityLockRequested requested => Sent(requested.Id, requested.EntityId, Lock, null),
        EntityLockReleased released => Sent(released.Id, released.EntityId, Release, null),
        EntityOperationCompleted completed => Raised(completed.TaskId, completed.Result),
        EntityOperationFailed failed => Raised(failed.TaskId, failed.Failure.ToString()),
        EntityLockGranted granted => Raised(granted.TaskId, null),
        _ => null,
    };

    private static Told.EventSentEvent Sent(int id, string entityId, string name, string? input) => new(id)
    {
        InstanceId = entityId,
        Name = name,
        Input = input,
    };

    private static Told.EventRaisedEvent Raised(int taskId, string? input) =>
        new(-1, input) { Name = taskId.ToString(CultureInfo.InvariantCulture) };
}
