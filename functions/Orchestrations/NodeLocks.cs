using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Holds a node's locks while its work is done, and neither while a person is asked, who may take a day, nor while the
/// run is paused and its work has not begun. A wait costs nothing: whoever gives a lock back wakes the next in the
/// line, and whoever resumes a run all that wait for it. Events only wake; who has a lock is told by its row.
/// </summary>
internal static class NodeLocks
{
    public static async Task<NodeDone> HoldAsync(
        TaskOrchestrationContext context, NodeRun node, Task<string?> cancel, Func<NodeRun, Task<NodeDone>> work)
    {
        var request = new LockRequest(node, new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero));
        try
        {
            // Bounded by the line and by whoever pauses the run: each round follows a lock that was given to this node,
            // or a run that goes on.
            while (true)
            {
                var wake = context.WaitForExternalEvent<string?>(OrchestrationEvents.Wake);
                var taken = await context.CallActivityAsync<LocksTaken>(
                    nameof(NodeActivities.TakeLocks), request, ActivityRetries.Options());
                request = request with { Names = taken.Names };
                if (taken.HasAll())
                {
                    var done = await work(node);
                    if (done is { IsPaused: false, IsUnlocked: false })
                    {
                        return done;
                    }

                    request = await LetGoAsync(context, request, done.IsUnlocked);
                    continue;
                }

                if (taken.IsPaused)
                {
                    await ReleaseAsync(context, request);
                }
                else if (taken.WaitsFor is null)
                {
                    return new NodeDone(taken.ToEnd(), IsAsked: false);
                }

                if (await Task.WhenAny(wake, cancel) != wake)
                {
                    return new NodeDone(taken.ToCancelled(), IsAsked: false);
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

    /// <summary>
    /// Gives the locks back, to take them again. The place in the line stays, unless somebody has taken one by hand:
    /// then others come first, and what the work took in its middle is given back as well, as it begins anew.
    /// </summary>
    private static async Task<LockRequest> LetGoAsync(
        TaskOrchestrationContext context, LockRequest request, bool isUnlocked)
    {
        await ReleaseAsync(context, request);
        if (!isUnlocked)
        {
            return request;
        }

        await ReleaseAllAsync(context, request.Node);
        return request with { AskedAt = new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) };
    }

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
