namespace Swarm.Simulator;

/// <summary>A clock that moves only when the simulation says so, from one timer to the next.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly List<SimulatedTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _lastNumber;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, () => callback(state), ++_lastNumber);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer and fires it; false if there is none.</summary>
    internal bool TryAdvance()
    {
        SimulatedTimer? next = _timers.MinBy(timer => (timer.Due, timer.Number));
        if (next is null)
        {
            return false;
        }

        _timers.Remove(next);
        _now = next.Due > _now ? next.Due : _now;
        next.Fire();
        return true;
    }

    /// <summary>A process has died: its timers are gone.</summary>
    internal void DropTimers() => _timers.Clear();

    private sealed class SimulatedTimer(SimulatedClock clock, Action fire, long number) : ITimer
    {
        internal DateTimeOffset Due { get; private set; }

        internal long Number => number;

        internal void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = clock._now + dueTime;
                clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
