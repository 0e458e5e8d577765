namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Waits until what a node waits for has come, its time is over, or it is cancelled. Events only wake it; what has
/// happened is told by the node's row, so that one event too many does no harm.
/// </summary>
internal static class WaitLoop
{
    public static async Task<NodeEnded> RunAsync(TaskOrchestrationContext context, string open, string close)
    {
        var node = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        while (true)
        {
            var wake = context.WaitForExternalEvent<string?>(OrchestrationEvents.Wake);
            var wait = await context.CallActivityAsync<NodeWait>(open, node, ActivityRetries.Options());
            if (wait.Ended is { } ended)
            {
                return ended;
            }

            using var timerEnd = new CancellationTokenSource();
            var timer = context.CreateTimer(wait.Until!.Value.UtcDateTime, timerEnd.Token);
            var first = await Task.WhenAny(wake, timer, cancel);
            timerEnd.EndTimer();
            if (first != wake)
            {
                var closed = await context.CallActivityAsync<NodeWait>(
                    close, new NodeWaitEnd(node, IsCancelled: first == cancel), ActivityRetries.Options());
                return closed.Ended!;
            }
        }
    }
}
