using Swarm.Contracts.Runs;
using Swarm.Contracts.Schedules;
using Swarm.Core.Ids;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Schedules;

/// <summary>Starts and cancels the runs of a schedule.</summary>
public sealed class ScheduleRuns(RunStarting starting, RunCancelling cancelling, RunStore runs)
{
    private const string CancelReason = "A later tick of its schedule has come.";

    /// <summary>The run of a tick: repeating the tick finds the same.</summary>
    public static string RunIdOf(string scheduleId, DateTimeOffset tick) => DerivedUlid.Of(tick, scheduleId);

    public async Task<bool> IsRunningAsync(string? runId, CancellationToken cancellation) =>
        runId is not null && await runs.FindAsync(runId, cancellation) is { } run && !run.HasEnded();

    public async Task<bool> ExistsAsync(string runId, CancellationToken cancellation) =>
        await runs.FindAsync(runId, cancellation) is not null;

    /// <summary>Starts the run of a tick; one that was started before stays as it is.</summary>
    /// <returns>What the tick did.</returns>
    public async Task<ScheduleTick> StartAsync(
        ScheduleDocument schedule, DateTimeOffset tick, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var origin = new RunOrigin
        {
            RunId = RunIdOf(schedule.Id, tick), At = tick, ScheduleId = schedule.Id, Tick = tick,
        };
        try
        {
            var run = await starting.ExecuteAsync(
                schedule.WorkflowId, RequestOf(schedule), engine, cancellation, origin, schedule.User);
            return new ScheduleTick { At = tick, Outcome = TickOutcome.Started, RunId = run.Id };
        }
        catch (ApiProblemException exception)
        {
            // The workflow is gone or wants other inputs: the next tick may find it mended, this one has failed.
            var errors = exception.Body.Errors?.Values.SelectMany(messages => messages) ?? [];
            return new ScheduleTick
            {
                At = tick,
                Outcome = TickOutcome.Failed,
                Reason = string.Join(' ', errors.Prepend(exception.Body.Detail)),
            };
        }
    }

    /// <summary>Starts a run that belongs to no tick.</summary>
    public Task<RunDocument> StartNowAsync(
        ScheduleDocument schedule, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return starting.ExecuteAsync(
            schedule.WorkflowId, RequestOf(schedule), engine, cancellation, user: schedule.User);
    }

    public Task CancelAsync(string runId, DurableTaskClient engine, CancellationToken cancellation) =>
        cancelling.CancelAsync(runId, CancelReason, engine, cancellation);

    private static ExecuteWorkflowRequest RequestOf(ScheduleDocument schedule) =>
        new() { Version = schedule.Version, Inputs = schedule.Inputs };
}
