using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Holds a node's locks while its work is done, and not while a person is asked, who may take a day. A wait costs
/// nothing: whoever gives a lock back wakes the next in the line. Events only wake; who has a lock is told by its row.
/// </summary>
internal static class NodeLocks
{
    public static async Task<NodeDone> HoldAsync(
        TaskOrchestrationContext context, NodeRun node, Task<string?> cancel, Func<NodeRun, Task<NodeDone>> work)
    {
        var request = new LockRequest(node, new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero));
        try
        {
            // Bounded by the line: each round follows a lock that was given to this node.
            while (true)
            {
                var wake = context.WaitForExternalEvent<string?>(OrchestrationEvents.Wake);
                var taken = await context.CallActivityAsync<LocksTaken>(
                    nameof(NodeActivities.TakeLocks), request, ActivityRetries.Options());
                request = request with { Names = taken.Names };
                if (taken.HasAll())
                {
                    return await work(node);
                }

                if (taken.WaitsFor is null)
                {
                    return new NodeDone(taken.ToEnd(), IsAsked: false);
                }

                if (await Task.WhenAny(wake, cancel) != wake)
                {
                    var reason = $"It was cancelled while it waited for the lock '{taken.WaitsFor}'.";
                    return new NodeDone(NodeEnded.Cancelled(reason), IsAsked: false);
                }
            }
        }
        finally
        {
            await ReleaseAsync(context, request);
        }
    }

    /// <summary>Gives back whatever a node's work has taken in its middle.</summary>
    public static Task ReleaseAllAsync(TaskOrchestrationContext context, NodeRun node) => ReleaseAsync(
        context,
        new LockRequest(node, new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero)) { All = true });

    private static async Task ReleaseAsync(TaskOrchestrationContext context, LockRequest request)
    {
        var turns = await context.CallActivityAsync<IReadOnlyList<string>>(
            nameof(NodeActivities.ReleaseLocks), request, ActivityRetries.UntilDone());
        foreach (var instance in turns)
        {
            context.SendEvent(instance, OrchestrationEvents.Wake, "");
        }
    }
}
