using Microsoft.Extensions.Logging;

namespace Swarm.WorkerAgent.Clocks;

/// <summary>
/// Notices that this machine slept, or that its clock was set: the clock on the wall and the one that timers run by
/// go apart then. The latter stands still while Linux and macOS sleep and goes on while Windows does, so a look that
/// comes much too late counts as well.
/// </summary>
internal sealed class ClockWatch(TimeProvider time, ILogger log)
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Less than that is a clock being corrected, or a machine with too much to do.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(20);

    /// <summary>Called after each jump: what goes by the clock or hangs on a connection is to be looked at.</summary>
    public Action? OnJump { get; set; }

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var (wall, steady) = (time.GetUtcNow(), time.GetTimestamp());
            await Task.Delay(LookEvery, time, cancellation);
            var late = time.GetElapsedTime(steady) - LookEvery;
            var apart = time.GetUtcNow() - wall - time.GetElapsedTime(steady);
            if (apart.Duration() > Tolerance || late > Tolerance)
            {
                Logs.ClockJumped(log, apart.TotalSeconds, late.TotalSeconds);
                OnJump?.Invoke();
            }
        }
    }
}
