namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>
/// A clock that stands still until the test moves it; the test can await that somebody waits. Its time on the wall can
/// be set apart from the time that timers run by, as a sleep of the machine or its owner does.
/// </summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private readonly Signals<TimeSpan> set = new();
    private TimeSpan steady;
    private TimeSpan wall;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return DateTimeOffset.UnixEpoch + wall;
        }
    }

    public override long GetTimestamp()
    {
        lock (gate)
        {
            return steady.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until somebody set a timer for this long.</summary>
    public Task TimerDueInAsync(TimeSpan due) => set.FirstAsync(d => d == due);

    /// <summary>Waits until a timer is set that is due within this time.</summary>
    public Task SomeTimerDueWithinAsync(TimeSpan limit) => FirstDueWithinAsync(limit);

    /// <summary>
    /// Lets time pass from timer to timer until something has happened that may need several of them: a call that is
    /// tried again, a wait that is given up. No more than the limit passes; how much did is returned.
    /// </summary>
    public async Task<TimeSpan> PassUntilAsync(Task happened, TimeSpan limit)
    {
        var passed = TimeSpan.Zero;
        while (passed < limit)
        {
            var next = FirstDueWithinAsync(limit - passed);
            if (await Task.WhenAny(happened, next) == happened)
            {
                break;
            }

            passed += await next;
            Advance(await next);
        }

        await happened;
        return passed;
    }

    /// <summary>Waits until a timer is set that is due within this time, and tells when.</summary>
    private async Task<TimeSpan> FirstDueWithinAsync(TimeSpan limit)
    {
        while (true)
        {
            var count = set.Seen.Count;
            lock (gate)
            {
                if (timers.Count > 0 && timers.Min(timer => timer.DueAt) is var due && due <= steady + limit)
                {
                    return due - steady;
                }
            }

            await set.FirstAsync(_ => set.Seen.Count > count);
        }
    }

    /// <summary>Sets the time on the wall, forwards or backwards; timers do not notice. So does a sleep.</summary>
    public void SetWall(TimeSpan by)
    {
        lock (gate)
        {
            wall += by;
        }
    }

    public void Advance(TimeSpan by)
    {
        ManualTimer[] due;
        lock (gate)
        {
            steady += by;
            wall += by;
            due = [.. timers.Where(timer => timer.DueAt <= steady)];
            foreach (var timer in due)
            {
                timers.Remove(timer);
            }
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    private void Set(ManualTimer timer, TimeSpan due)
    {
        lock (gate)
        {
            timers.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.DueAt = steady + due;
            timers.Add(timer);
        }

        set.Add(due);
    }

    private void Remove(ManualTimer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        public TimeSpan DueAt { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
