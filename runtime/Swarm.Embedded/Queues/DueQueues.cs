using Swarm.Durable.Dispatch;

namespace Swarm.Embedded.Queues;

/// <summary>When a message becomes visible in which queue, and a timer for the first. Not synchronised.</summary>
/// <param name="time">The clock.</param>
/// <param name="onDue">Called by the timer; it is to ask for what is due.</param>
internal sealed class DueQueues(TimeProvider time, Action onDue)
{
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private DateTimeOffset _timerAt = DateTimeOffset.MaxValue;

    public void Set(string queue, DateTimeOffset visibleOn)
    {
        if (!_due.TryGetValue(queue, out var known) || visibleOn < known)
        {
            _due[queue] = visibleOn;
            Arm(visibleOn);
        }
    }

    /// <summary>The queues whose time has come, which are forgotten; for the others the timer runs on.</summary>
    public List<string> TakeDue()
    {
        _timerAt = DateTimeOffset.MaxValue;
        var now = time.GetUtcNow();
        var taken = new List<string>();
        foreach (var (queue, at) in _due.ToList())
        {
            if (at <= now)
            {
                _due.Remove(queue);
                taken.Add(queue);
            }
            else
            {
                Arm(at);
            }
        }

        return taken;
    }

    public void Clear() => _due.Clear();

    private void Arm(DateTimeOffset at)
    {
        if (at >= _timerAt)
        {
            return;
        }

        _timerAt = at;
        var wait = at - time.GetUtcNow();
        var part = WallClockWaits.Part(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        _timer ??= time.CreateTimer(
            static self => ((DueQueues)self!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(part, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer() => onDue();
}
