namespace Swarm.WorkerAgent.Policies;

/// <summary>From one time of some days to another; what ends before it begins ends on the next day.</summary>
internal sealed record HoursWindow(IReadOnlyList<DayOfWeek> Days, TimeSpan From, TimeSpan To)
{
    public bool Holds(DateTime local)
    {
        var time = local.TimeOfDay;
        var today = Days.Contains(local.DayOfWeek);
        return From < To
            ? today && time >= From && time < To
            : (today && time >= From) || (Days.Contains(local.AddDays(-1).DayOfWeek) && time < To);
    }
}
