using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// A schedule for ever: brings it up to the present, sleeps until its next tick or until it is changed or a run of it
/// ends, and begins anew.
/// </summary>
public static class ScheduleOrchestrator
{
    [Function(nameof(ScheduleOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var schedule = context.GetInput<ScheduleReference>()!;
        var changed = context.WaitForExternalEvent<string?>(OrchestrationEvents.Changed);
        var wake = await context.CallActivityAsync<ScheduleWake>(
            nameof(ScheduleActivities.AdvanceSchedule), schedule, ActivityRetries.UntilDone());
        if (wake.HasEnded)
        {
            return;
        }

        var reached = await SleepAsync(context, wake.Time, changed) ? wake.Time : null;
        context.ContinueAsNew(schedule with { Reached = reached });
    }

    /// <summary>True when the time has come, false when something has changed before.</summary>
    private static async Task<bool> SleepAsync(
        TaskOrchestrationContext context, DateTimeOffset? until, Task<string?> changed)
    {
        if (until is null)
        {
            await changed;
            return false;
        }

        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(until.Value.UtcDateTime, stop.Token);
        if (await Task.WhenAny(timer, changed) == timer)
        {
            return true;
        }

        stop.EndTimer();
        return false;
    }
}
