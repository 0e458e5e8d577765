using Microsoft.Extensions.Logging;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Removes what ended longer ago than it is to be kept, again and again. What cannot be removed now is removed the next
/// time.
/// </summary>
internal sealed class Retention : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly InstancePurge _purge;
    private readonly TimeSpan _age;
    private readonly TimeSpan _pause;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly ITimer _timer;
    private Task _sweep = Task.CompletedTask;

    internal Retention(InstancePurge purge, TimeSpan age, TimeProvider time, ILogger logger)
    {
        _purge = purge;
        _age = age;
        _pause = TimeSpan.FromTicks(Math.Clamp(age.Ticks / 10, ShortestPause.Ticks, LongestPause.Ticks));
        _time = time;
        _logger = logger;
        _stopping = _stop.Token;
        _timer = time.CreateTimer(
            _ => _sweep = SweepAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(ShortestPause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins nothing more and waits for what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        await _sweep;
        _stop.Dispose();
    }

    private async Task SweepAsync()
    {
        try
        {
            int purged = await _purge.PurgeEndedAsync(_time.GetUtcNow() - _age, _stopping);
            if (purged > 0)
            {
                _logger.EndedInstancesPurged(purged, _age);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The engine stops.
        }
        catch (Exception exception)
        {
            _logger.RetentionFailed(exception);
        }

        _timer.Change(_pause, Timeout.InfiniteTimeSpan);
    }
}
