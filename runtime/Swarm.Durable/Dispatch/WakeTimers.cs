namespace Swarm.Durable.Dispatch;

/// <summary>
/// Wakes instances at their times: one time for each instance, one timer of the clock for all. An entry that was
/// replaced stays in the queue until it surfaces, or until such entries are the most of it.
/// </summary>
internal sealed class WakeTimers : IDisposable
{
    private const int MaxStaleEntries = 1_000;

    private readonly TimeProvider _time;
    private readonly Action<string, long> _wake;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly ITimer _timer;
    private PriorityQueue<Entry, DateTimeOffset> _queue = new();
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
    private bool _isStopped;

    internal WakeTimers(TimeProvider time, Action<string, long> wake)
    {
        _time = time;
        _wake = wake;
        _timer = time.CreateTimer(
            static self => ((WakeTimers)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal int QueueLength
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Sets when an instance is woken; null for never.</summary>
    internal void Set(string instanceId, long key, DateTimeOffset? wakeAt)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(instanceId, out Entry? existing))
            {
                if (existing.Key > key || (existing.Key == key && existing.WakeAt == wakeAt))
                {
                    return;
                }

                _entries.Remove(instanceId);
            }

            if (wakeAt is not { } at || _isStopped)
            {
                return;
            }

            var entry = new Entry(instanceId, key, at);
            _entries.Add(instanceId, entry);
            _queue.Enqueue(entry, at);
            DropStaleEntries_NeedsLock();
            Arm_NeedsLock();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isStopped = true;
            _entries.Clear();
            _queue.Clear();
        }

        _timer.Dispose();
    }

    private void Fire()
    {
        var due = new List<Entry>();
        lock (_lock)
        {
            _armedFor = DateTimeOffset.MaxValue;
            DateTimeOffset now = _time.GetUtcNow();
            while (_queue.TryPeek(out Entry? entry, out DateTimeOffset at) && at <= now)
            {
                _queue.Dequeue();
                if (_entries.TryGetValue(entry.InstanceId, out Entry? current) && current == entry)
                {
                    _entries.Remove(entry.InstanceId);
                    due.Add(entry);
                }
            }

            Arm_NeedsLock();
        }

        foreach (Entry entry in due)
        {
            _wake(entry.InstanceId, entry.Key);
        }
    }

    private void Arm_NeedsLock()
    {
        if (_isStopped || !_queue.TryPeek(out _, out DateTimeOffset next) || next >= _armedFor)
        {
            return;
        }

        TimeSpan wait = next - _time.GetUtcNow();
        _armedFor = next;
        _timer.Change(RoundUp(WallClockWaits.Part(wait)), Timeout.InfiniteTimeSpan);
    }

    // A timer that fires a fraction of a millisecond early would find nothing due and be armed again in vain.
    private static TimeSpan RoundUp(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    private void DropStaleEntries_NeedsLock()
    {
        if (_queue.Count > (2 * _entries.Count) + MaxStaleEntries)
        {
            _queue = new PriorityQueue<Entry, DateTimeOffset>(
                _entries.Values.Select(entry => (entry, entry.WakeAt)));
        }
    }

    private sealed class Entry(string instanceId, long key, DateTimeOffset wakeAt)
    {
        internal string InstanceId => instanceId;

        internal long Key => key;

        internal DateTimeOffset WakeAt => wakeAt;
    }
}
