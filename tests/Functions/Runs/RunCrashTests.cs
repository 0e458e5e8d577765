using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Runs;

/// <summary>
/// Starting and cancelling a run touch several stores, and the process may be killed between any two writes.
/// </summary>
public sealed class RunCrashTests
{
    private static readonly TimeSpan s_sweeps = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_run_that_is_stored_is_started_by_the_sweeper_and_one_that_is_not_leaves_no_trace() =>
        await Harness.Runs.ForEachCrashAsync(
            app => app.StoreWorkflowAsync(),
            (app, workflow) => app.ExecuteAsync(workflow),
            async (app, _) =>
            {
                await app.PassAsync(s_sweeps);

                var runs = await app.ListRunsAsync();
                Assert.Equal(runs.Select(run => $"{run.Id}~1"), app.Engine.Started.Keys);
                Assert.All(app.Engine.Started.Values, name => Assert.Equal(nameof(RunOrchestrator), name));
                foreach (var run in runs)
                {
                    Assert.Equal([RunEventTypes.RunCreated], await app.EventsAsync(run.Id));
                }
            });

    [Fact]
    public async Task A_cancellation_that_is_stored_is_told_by_the_sweeper() =>
        await Harness.Runs.ForEachCrashAsync(
            RunWithQueuedWorkAsync,
            (app, run) => app.CancelRunAsync(run.Id),
            async (app, run) =>
            {
                await app.PassAsync(s_sweeps);

                var asked = await app.Get<RunStore>().FindControlAsync(run.Id, CancellationToken.None) is not null;
                Assert.Equal(asked, app.Engine.Events.Contains(($"{run.Id}~1", OrchestrationEvents.Cancel)));
                var work = await app.ReadAsync($"{run.Id}~1~build~1~1", run.Id);
                Assert.Equal(asked ? WorkItemStatus.Cancelled : WorkItemStatus.Queued, work.Lease.Status);
            });

    [Fact]
    public async Task A_cancellation_that_is_asked_for_again_is_told_at_once() =>
        await Harness.Runs.ForEachCrashAsync(
            RunWithQueuedWorkAsync,
            (app, run) => app.CancelRunAsync(run.Id),
            async (app, run) =>
            {
                await app.CancelRunAsync(run.Id);

                Assert.Contains(($"{run.Id}~1", OrchestrationEvents.Cancel), app.Engine.Events);
                var work = await app.ReadAsync($"{run.Id}~1~build~1~1", run.Id);
                Assert.Equal(WorkItemStatus.Cancelled, work.Lease.Status);
                var events = await app.EventsAsync(run.Id);
                Assert.Single(events, type => type == RunEventTypes.RunCancelRequested);
            });

    [Fact]
    public async Task A_run_whose_orchestration_does_not_exist_any_more_can_be_cancelled()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        app.Engine.RefusesEvents = true;

        await app.CancelRunAsync(run.Id);

        var control = await app.Get<RunStore>().FindControlAsync(run.Id, CancellationToken.None);
        Assert.True(control!.CancelRequested);
    }

    private static async Task<RunDocument> RunWithQueuedWorkAsync(TestApp app)
    {
        var run = await app.ExecuteAsync();
        await app.DispatchAsync(Work.Spec($"{run.Id}~1~build~1~1", run.Id));
        return run;
    }
}
