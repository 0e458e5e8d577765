using Swarm.Durable.Dispatch;

namespace Swarm.Tests.Durable.Support;

/// <summary>A clock that stands still until it is told to move. Timers fire on the thread that moves it.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TestTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private TimeSpan _slept;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return (_now - _slept).UtcTicks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_lock)
        {
            target = _now + by;
        }

        while (TakeNextDue(target) is { } timer)
        {
            timer.Call();
        }

        lock (_lock)
        {
            _now = target;
        }
    }

    /// <summary>Lets the machine sleep: the time of day goes on, timers stand still.</summary>
    public void Sleep(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
            _slept += time;
            foreach (TestTimer timer in _timers)
            {
                timer.Due += time;
            }
        }
    }

    /// <summary>
    /// Waits until a timer is set for this time from now, within a second. The engine waits for a far time in parts:
    /// then the first of them is waited for here.
    /// </summary>
    public async Task WaitForTimerAsync(TimeSpan fromNow)
    {
        DateTimeOffset target = GetUtcNow() + WallClockWaits.Part(fromNow);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_timers.Exists(timer => timer.Due is { } due && IsNear(due, target)))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(patience.Token);
        }
    }

    private static bool IsNear(DateTimeOffset a, DateTimeOffset b) => (a - b).Duration() < TimeSpan.FromSeconds(1);

    private TestTimer? TakeNextDue(DateTimeOffset target)
    {
        lock (_lock)
        {
            TestTimer? next = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due!.Value > _now ? next.Due.Value : _now;
                next.Due = null;
                _timers.Remove(next);
            }

            return next;
        }
    }

    private void Set(TestTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : _now + dueTime;
            if (timer.Due is not null)
            {
                _timers.Add(timer);
            }

            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // A timer that is due at once fires at once, as one of the system would.
        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(TimeSpan.Zero));
        }
    }

    private sealed class TestTimer(TestClock clock, Action call) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void Call() => call();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
