using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Timers;

/// <summary>
/// Runs one timer function, one run at a time. An occurrence counts as run when the run has ended and its state is
/// written; a process killed in between makes up for it when it starts again.
/// </summary>
internal sealed class TimerLoop(
    FunctionDescriptor function,
    TimerSchedule schedule,
    TimerStateStore states,
    FunctionInvoker invoker,
    TimeProvider time,
    ILogger logger)
{
    private readonly TimerTriggerAttribute _trigger = (TimerTriggerAttribute)function.Trigger;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var now = time.GetUtcNow();
            var isMonitored = _trigger.UseMonitor && schedule.CanBeMonitored(now);
            var state = isMonitored ? states.Load(function.Name) : null;
            var isPastDue = state is not null && schedule.Next(state.Last ?? state.UpdatedOn) <= now;
            if (isPastDue || _trigger.RunOnStartup)
            {
                await InvokeAsync(state, isPastDue, stopping);
                state = await AdvanceAsync(now, isMonitored);
            }
            else if (isMonitored && state is null)
            {
                // What has no state yet is due from now on, also when the process does not live to see its first run.
                state = new TimerState(null, schedule.Next(now), now);
                await SaveAsync(state);
            }

            while (true)
            {
                var occurrence = schedule.Next(time.GetUtcNow());
                await WaitUntilAsync(occurrence, stopping);
                await InvokeAsync(state, isPastDue: false, stopping);
                state = await AdvanceAsync(occurrence, isMonitored);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops. A run that was cut short has not been noted, and so is made up for.
        }
        catch (Exception exception)
        {
            Logs.TimerStopped(logger, function.Name, exception);
        }
    }

    private async Task WaitUntilAsync(DateTimeOffset occurrence, CancellationToken stopping)
    {
        while (occurrence - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(WallClockWaits.Part(wait), time, stopping);
        }
    }

    private async Task InvokeAsync(TimerState? state, bool isPastDue, CancellationToken stopping)
    {
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = state?.ToStatus() };
        try
        {
            await invoker.InvokeInScopeAsync(
                function, info, ReadOnlyDictionary<string, object?>.Empty, stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // As on Azure Functions, a failed run is told and not repeated: the next one comes by the schedule.
            Logs.FunctionFailed(logger, function.Name, exception);
        }
    }

    private async Task<TimerState?> AdvanceAsync(DateTimeOffset ran, bool isMonitored)
    {
        if (!isMonitored)
        {
            return null;
        }

        var state = new TimerState(ran, schedule.Next(ran), time.GetUtcNow());
        await SaveAsync(state);
        return state;
    }

    private async Task SaveAsync(TimerState state)
    {
        try
        {
            await states.SaveAsync(function.Name, state);
        }
        catch (Exception exception) when (exception is SqliteErrorException or SqliteDatabaseFailedException)
        {
            // The schedule goes on with the state in memory. Should the process end before one is written, the next
            // makes up for a run that has been: better twice than never.
            Logs.TimerStateNotSaved(logger, function.Name, exception);
        }
    }
}
