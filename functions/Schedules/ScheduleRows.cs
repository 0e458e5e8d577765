using Azure;
using Swarm.Contracts.Schedules;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Schedules;

/// <summary>The rows of a schedule's partition, which is named by its id.</summary>
internal static class ScheduleRows
{
    public const string Head = "head";

    /// <summary>The rows of its ticks; the latest comes first.</summary>
    public const string TickPrefix = "tick:";

    public static TableEntity ToRow(ScheduleDocument schedule, ETag etag) =>
        Documents.ToRow(schedule.Id, Head, schedule, SchedulesJsonContext.Default.ScheduleDocument, etag);

    /// <summary>A tick that waited is written again, over its first row, when it starts.</summary>
    public static TableEntity ToRow(string scheduleId, ScheduleTick tick) => Documents.ToRow(
        scheduleId,
        $"{TickPrefix}{DateTimeOffset.MaxValue.UtcTicks - tick.At.UtcTicks:D19}",
        tick,
        SchedulesJsonContext.Default.ScheduleTick);
}
