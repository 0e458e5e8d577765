namespace Swarm.Tests.Functions.Crashes;

/// <summary>The machine's clock, set forward. Timers run at their usual pace; what waits for an hour is due.</summary>
internal sealed class LeapClock(TimeSpan ahead) : TimeProvider
{
    private long _aheadTicks = ahead.Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(Ahead.TotalSeconds * System.TimestampFrequency);

    /// <summary>The clock of whoever looks at the machine so much later.</summary>
    public LeapClock After(TimeSpan time) => new(Ahead + time);

    public void Leap(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);

    private TimeSpan Ahead => TimeSpan.FromTicks(Volatile.Read(ref _aheadTicks));
}
