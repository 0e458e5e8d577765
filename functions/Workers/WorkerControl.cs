using Microsoft.Extensions.Hosting;
using Swarm.Contracts.Workers;

namespace Swarm.Functions.Workers;

/// <summary>The long poll by which a busy worker hears of a cancellation at once.</summary>
public sealed class WorkerControl(
    WorkerHeartbeats heartbeats, CancelSignals signals, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    /// <summary>How often to look without a hint; a running worker is to be told within five seconds.</summary>
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(3);

    /// <summary>The cancelled ones among what the worker holds; empty when the wait is over.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(
        string workerId, HeartbeatRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkerRules.Check(request);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        var start = time.GetTimestamp();
        while (true)
        {
            var signal = signals.Next;
            var cancelled = await heartbeats.CancelledAsync(workerId, request.Held, cancellation);
            var left = LongestWait - time.GetElapsedTime(start);
            if (cancelled.Count > 0 || left <= TimeSpan.Zero || end.IsCancellationRequested)
            {
                return cancelled;
            }

            // Ending without an exception, whichever comes first: the hint, the time, or the end of the request.
            await signal
                .WaitAsync(left < s_lookEvery ? left : s_lookEvery, time, end.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
