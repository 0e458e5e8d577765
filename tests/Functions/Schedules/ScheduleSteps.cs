using Swarm.Contracts.Schedules;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Activities;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Schedules;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Schedules;

/// <summary>The steps of a schedule's life, without its orchestration.</summary>
internal static class ScheduleSteps
{
    /// <summary>At each full hour.</summary>
    public const string Hourly = "0 0 * * * *";

    public static async Task<ScheduleDocument> CreateScheduleAsync(
        this TestApp app, OverlapPolicy overlap = OverlapPolicy.Skip, CatchUpPolicy catchUp = CatchUpPolicy.None)
    {
        var workflow = await app.StoreWorkflowAsync();
        var request = new ScheduleRequest
        {
            Name = "Hourly build",
            WorkflowId = workflow.Head.Id,
            Cron = Hourly,
            Overlap = overlap,
            CatchUp = catchUp,
        };
        return await app.Get<ScheduleChanges>().CreateAsync(request, app.Engine, CancellationToken.None);
    }

    public static Task<ScheduleWake> AdvanceAsync(this TestApp app, string id) =>
        app.Get<ScheduleAdvance>().AdvanceAsync(id, reached: null, app.Engine, CancellationToken.None);

    /// <summary>Lets an hour pass and the schedule see it.</summary>
    public static async Task<ScheduleWake> PassHourAsync(this TestApp app, string id)
    {
        app.Clock.Advance(TimeSpan.FromHours(1));
        return await app.AdvanceAsync(id);
    }

    public static async Task<ScheduleDocument> ReadScheduleAsync(this TestApp app, string id) =>
        (await app.Get<ScheduleStore>().ReadAsync(id, CancellationToken.None)).Document;

    /// <summary>What its ticks did, the earliest first.</summary>
    public static async Task<IReadOnlyList<TickOutcome>> OutcomesAsync(this TestApp app, string id) =>
        [.. (await app.TicksAsync(id)).Select(tick => tick.Outcome)];

    public static async Task<IReadOnlyList<ScheduleTick>> TicksAsync(this TestApp app, string id) =>
        [.. (await app.Get<ScheduleStore>().TicksAsync(id, ScheduleStore.MaxTicks, CancellationToken.None)).Reverse()];

    /// <summary>Ends the schedule's last run as its orchestration would.</summary>
    /// <returns>Whom the orchestration has to tell.</returns>
    public static async Task<IReadOnlyList<string>> EndLastRunAsync(this TestApp app, string id)
    {
        var schedule = await app.ReadScheduleAsync(id);
        var ending = new RunEnding(
            new RunReference(schedule.LastRunId!, Attempt: 1), new RunResult(RunStatus.Completed, null));
        return await app.Get<RunLifecycle>().FinishAsync(ending, CancellationToken.None);
    }

    public static async Task<IReadOnlyList<RunDocument>> RunsOldestFirstAsync(this TestApp app) =>
        [.. (await app.ListRunsAsync()).Reverse()];
}
