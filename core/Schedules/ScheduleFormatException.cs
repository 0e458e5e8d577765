namespace Swarm.Core.Schedules;

/// <summary>A schedule cannot be read; the message says why and what to write instead.</summary>
public sealed class ScheduleFormatException(ScheduleField field, string message, Exception? inner = null)
    : FormatException(message, inner)
{
    public ScheduleField Field { get; } = field;
}
