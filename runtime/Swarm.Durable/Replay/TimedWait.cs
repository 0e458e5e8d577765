namespace Swarm.Durable.Replay;

/// <summary>A wait for an event that ends when its time has elapsed.</summary>
internal static class TimedWait
{
    internal static async Task<T> ForEventAsync<T>(
        TaskOrchestrationContext context, string eventName, TimeSpan timeout, CancellationToken cancellation)
    {
        // The event goes first: one that is buffered already costs no timer.
        using var waitEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<T> wait = context.WaitForExternalEvent<T>(eventName, waitEnd.Token);
        if (wait.IsCompleted)
        {
            return await wait;
        }

        using var timerEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task timer = context.CreateTimer(timeout, timerEnd.Token);
        if (await Task.WhenAny(wait, timer) == wait)
        {
            End(timerEnd);
        }
        else
        {
            End(waitEnd);
        }

        // A wait that lost against its timer is cancelled and says so with TaskCanceledException.
        return await wait;
    }

    /// <summary>Cancels on this thread: CancelAsync would run the callbacks on another one, outside the turn.</summary>
    private static void End(CancellationTokenSource source) => source.Cancel();
}
