using System.Text.Json;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// What run events tell of work items. The same step of the same work item always tells under the same id.
/// </summary>
internal static class WorkEvents
{
    public static string QueuedId(string workItemId) => $"{workItemId}:queued";

    public static string StartedId(string workItemId, long token) => $"{workItemId}:started:{token}";

    public static string WaitingId(string workItemId, long token) => $"{workItemId}:waiting:{token}";

    public static string RequeuedId(string workItemId, long token) => $"{workItemId}:requeued:{token}";

    public static string WithdrawnId(string workItemId) => $"{workItemId}:withdrawn";

    public static string ParkedId(string deadLetterId) => $"{deadLetterId}:parked";

    public static string ReplayedId(string deadLetterId) => $"{deadLetterId}:replayed";

    public static JsonElement Data(WorkEventData data) =>
        JsonSerializer.SerializeToElement(data, WorkItemsJsonContext.Default.WorkEventData);
}
