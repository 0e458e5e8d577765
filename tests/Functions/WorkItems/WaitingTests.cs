using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkItems;

/// <summary>
/// Work that nobody takes. It once waited for ever without a word when the only worker that fits had refused it.
/// </summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task Work_that_its_only_worker_refuses_tells_at_once_who_refused_it_and_why()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();

        await RefuseAsync(app, worker);

        var reason = (await IterationAsync(app)).WaitingForWorker;
        Assert.Contains("machine-1 has refused it: Not at night.", reason, StringComparison.Ordinal);
        Assert.Single(await app.EventsAsync(), type => type == RunEventTypes.WaitingForWorker);
    }

    [Fact]
    public async Task It_is_told_once_for_each_time_that_the_work_is_queued()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await RefuseAsync(app, worker);

        await app.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Single(await app.EventsAsync(), type => type == RunEventTypes.WaitingForWorker);
    }

    [Fact]
    public async Task Whoever_claims_it_ends_the_waiting()
    {
        await using var app = new TestApp();
        await RefuseAsync(app, await app.JoinAsync(), dispatch: true);
        var other = await app.JoinAsync("machine-2");
        await app.PassAsync(TimeSpan.FromMinutes(1));
        await app.BeatAsync(other);
        await app.PassAsync(WorkItemDispatch.FirstCheck);
        await app.BeatAsync(other);

        await app.TakeAsync(other);

        Assert.Null((await IterationAsync(app)).WaitingForWorker);
    }

    [Fact]
    public async Task Work_that_no_worker_fits_tells_within_minutes()
    {
        await using var app = new TestApp();
        await app.JoinAsync();
        await app.DispatchAsync(Work.Spec(tool: "gemini-cli"));

        await app.PassAsync(WorkItemDispatch.FirstCheck + TimeSpan.FromSeconds(10));

        var reason = (await IterationAsync(app)).WaitingForWorker;
        Assert.Contains("machine-1", reason, StringComparison.Ordinal);
        Assert.Contains("gemini-cli", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_waits_longer_than_its_node_allows_fails_with_the_reason()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync(Limited(TimeSpan.FromMinutes(3)));
        await app.PassAsync(TimeSpan.FromMinutes(2));
        await app.BeatAsync(worker);
        await RefuseAsync(app, worker);

        await app.PassAsync(TimeSpan.FromSeconds(50));
        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
        await app.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(WorkItemStatus.Failed, (await app.ReadAsync()).Lease.Status);
        var report = Assert.Single(app.Engine.Reports);
        Assert.Equal((WorkItemOutcome.Failed, false), (report.Outcome, report.Retryable));
        Assert.StartsWith("No worker began with it within 00:03:00 (queueTimeout).", report.Reason!);
        Assert.Contains("has refused it: Not at night", report.Reason, StringComparison.Ordinal);
        Assert.Null(await app.TakeLiveAsync(await app.JoinAsync("machine-2")));
    }

    [Fact]
    public async Task A_pause_does_not_count()
    {
        await using var app = new TestApp();
        await app.DispatchAsync(Limited(TimeSpan.FromMinutes(3)));
        await app.PassAsync(TimeSpan.FromMinutes(1));
        await ControlAsync(app, control => control.Pause("Lunch.", app.Clock.GetUtcNow()));
        await app.PassAsync(TimeSpan.FromHours(1));
        await ControlAsync(app, control => control.Resume(app.Clock.GetUtcNow()));

        await app.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
        await app.PassAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(WorkItemStatus.Failed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task Work_that_somebody_has_begun_does_not_wait()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync(Limited(TimeSpan.FromMinutes(1)));
        var item = await app.TakeAsync(worker);

        for (var beat = 1; beat <= 20; beat++)
        {
            await app.PassAsync(TimeSpan.FromSeconds(30));
            await app.BeatAsync(worker, item.Held());
        }

        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    private static WorkItemSpec Limited(TimeSpan limit) => Work.Spec() with { QueueTimeout = limit };

    private static async Task RefuseAsync(TestApp app, string worker, bool dispatch = false)
    {
        if (dispatch)
        {
            await app.DispatchAsync();
        }

        await app.ReportAsync(
            worker, await app.TakeAsync(worker), WorkItemOutcome.Refused, reason: "Not at night.");
    }

    private static async Task<NodeIteration> IterationAsync(TestApp app) => (await app.NodeAsync()).Iterations[^1];

    private static async Task ControlAsync(TestApp app, Func<ControlDocument, ControlDocument> change)
    {
        var type = RunsJsonContext.Default.ControlDocument;
        var runs = app.Get<SwarmTables>().Runs;
        var known = await runs.FindAsync(Work.RunId, RunRows.Control, type, default);
        var control = change(known?.Document ?? ControlDocument.Empty(app.Clock.GetUtcNow()));
        await runs.UpsertAsync(Documents.ToRow(Work.RunId, RunRows.Control, control, type), default);
    }
}
