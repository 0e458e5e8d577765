using Swarm.Contracts.Schedules;

namespace Swarm.Core.Schedules;

/// <summary>What is to be done about the ticks that have come since a schedule was looked at last.</summary>
/// <param name="Run">Ticks to run, the earliest first.</param>
/// <param name="Missed">How many others there were.</param>
/// <param name="LastMissed">The latest of those; null if there was none.</param>
public sealed record TickPlan(IReadOnlyList<DateTimeOffset> Run, int Missed, DateTimeOffset? LastMissed)
{
    /// <summary>A tick that is looked at so soon after it was due has not been missed.</summary>
    public static readonly TimeSpan OnTime = TimeSpan.FromMinutes(1);

    /// <summary>How many ticks are made up for at once.</summary>
    public const int MaxCatchUp = 100;

    /// <summary>How many ticks are counted; of more, the later ones.</summary>
    private const int MaxCounted = 10_000;

    /// <summary>Plans.</summary>
    /// <param name="schedule">When it ticks.</param>
    /// <param name="after">Up to when its ticks have been looked at.</param>
    /// <param name="now">The present.</param>
    /// <param name="catchUp">What becomes of ticks that were missed.</param>
    public static TickPlan Of(CronSchedule schedule, DateTimeOffset after, DateTimeOffset now, CatchUpPolicy catchUp)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var due = Due(schedule, after, now);
        var run = catchUp switch
        {
            CatchUpPolicy.All => MaxCatchUp,
            CatchUpPolicy.Latest => 1,
            _ => due.Count > 0 && now - due[^1] <= OnTime ? 1 : 0,
        };
        var missed = Math.Max(0, due.Count - run);
        return new TickPlan(due[missed..], missed, missed == 0 ? null : due[missed - 1]);
    }

    private static List<DateTimeOffset> Due(CronSchedule schedule, DateTimeOffset after, DateTimeOffset now)
    {
        while (true)
        {
            var due = schedule.After(after).TakeWhile(tick => tick <= now).Take(MaxCounted + 1).ToList();
            if (due.Count <= MaxCounted)
            {
                return due;
            }

            // A long absence from a fast schedule: the later half of the time still tells enough.
            after += (now - after) / 2;
        }
    }
}
