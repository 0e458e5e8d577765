namespace Swarm.Tests.Embedded;

/// <summary>
/// A clock that stands still until it is told to go on, and then runs the timers that are due. It goes on in one leap,
/// because what a timer sets off runs on other threads and would read the times in between by chance.
/// </summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _slept;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return (_now - _slept).UtcTicks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Completes when at least so many timers are set: those under test wait, so the clock can go on.
    /// </summary>
    public Task TimersAsync(int count)
    {
        lock (_gate)
        {
            if (_timers.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public void Advance(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }

        while (TakeDue() is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Lets the machine sleep: the time of day goes on, timers stand still.</summary>
    public void Sleep(TimeSpan time)
    {
        lock (_gate)
        {
            _now += time;
            _slept += time;
            foreach (var timer in _timers)
            {
                timer.Due += time;
            }
        }
    }

    private FakeTimer? TakeDue()
    {
        lock (_gate)
        {
            var timer = _timers.Where(candidate => candidate.Due <= _now).MinBy(candidate => candidate.Due);
            if (timer is not null)
            {
                _timers.Remove(timer);
            }

            return timer;
        }
    }

    private void Set(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = _now + dueTime;
            _timers.Add(timer);
            foreach (var watcher in _watchers.Where(watcher => watcher.Count <= _timers.Count).ToArray())
            {
                _watchers.Remove(watcher);
                watcher.Reached.TrySetResult();
            }
        }
    }

    private sealed class FakeTimer(FakeClock clock, Action fire) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; set; }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                clock.Set(this, _period);
            }

            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
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
