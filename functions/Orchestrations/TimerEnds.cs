namespace Swarm.Functions.Orchestrations;

/// <summary>Ends timers that orchestrations wait for no longer.</summary>
internal static class TimerEnds
{
    /// <summary>Ends the timer that was made with this source's token, on the orchestration's own thread.</summary>
    public static void EndTimer(this CancellationTokenSource timer)
    {
#pragma warning disable CA1849, MA0042 // CancelAsync leaves the orchestration's thread, which fails the instance.
        timer.Cancel();
#pragma warning restore CA1849, MA0042
    }
}
