namespace Swarm.Durable.Dispatch;

/// <summary>
/// Waits for an instant are cut into parts. Instants are times of day, which go on while a laptop sleeps or a clock is
/// set, and the timers of .NET do neither: after each part the clock is looked at again. They have a longest wait, too.
/// </summary>
internal static class WallClockWaits
{
    private static readonly TimeSpan LongestPart = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before looking at the clock again.</summary>
    internal static TimeSpan Part(TimeSpan wait) => wait < LongestPart ? wait : LongestPart;
}
