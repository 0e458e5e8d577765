using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Worker;

/// <summary>Runs the function by a schedule, one run at a time.</summary>
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="schedule">A cron expression of five or six fields, a time span, or <c>%setting%</c>.</param>
    public TimerTriggerAttribute(string schedule) => Schedule = schedule;

    /// <summary>The schedule as written.</summary>
    public string Schedule { get; }

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether the last run is remembered, so that a missed one is made up for.</summary>
    public bool UseMonitor { get; set; } = true;
}
