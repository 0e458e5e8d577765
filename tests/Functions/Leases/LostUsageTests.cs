using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Leases;

/// <summary>
/// A worker that dies in the middle of its work has spent somebody's money. What its heartbeats had told of it counts
/// with the work item, once, however the claim is released.
/// </summary>
public sealed class LostUsageTests
{
    private static readonly ToolUsage s_used = new() { InputTokens = 100, OutputTokens = 10, CostUsd = 0.5m };

    [Fact]
    public async Task What_a_worker_had_used_that_went_silent_counts_with_what_the_next_one_uses()
    {
        await using var app = new TestApp();
        var (worker, item) = await TakeAsync(app);
        await app.BeatAsync(worker, Beat("life 1", 2, item, s_used with { CostUsd = 0.25m }));
        await app.BeatAsync(worker, Beat("life 1", 3, item, s_used));
        await app.PassAsync(TimeSpan.FromSeconds(75));
        var lost = await app.ReadAsync();

        var other = await app.JoinAsync("machine-2");
        var again = await app.TakeAsync(other);
        await app.Get<WorkItemReports>().ReportAsync(other, again.Id, Done(again), app.Engine, default);

        Assert.Equal((WorkItemStatus.Queued, s_used), (lost.Lease.Status, lost.Used()));
        Assert.Equal(s_used with { CostUsd = 0.75m }, (await app.ReadAsync()).Report!.Usage);
    }

    [Fact]
    public async Task What_the_last_life_of_a_worker_had_used_counts_once()
    {
        await using var app = new TestApp();
        var (worker, item) = await TakeAsync(app);
        await app.BeatAsync(worker, Beat("life 1", 2, item, s_used));

        await app.BeatAsync(worker, new HeartbeatRequest { ProcessId = "life 2", Sequence = 1 });
        await app.BeatAsync(worker, new HeartbeatRequest { ProcessId = "life 2", Sequence = 2 });
        await app.SweepAsync();

        var released = await app.ReadAsync();
        Assert.Equal((WorkItemStatus.Queued, s_used), (released.Lease.Status, released.Used()));
    }

    [Fact]
    public async Task A_claim_that_says_it_has_used_less_than_before_has_used_as_much()
    {
        await using var app = new TestApp();
        var (worker, item) = await TakeAsync(app);
        await app.BeatAsync(worker, Beat("life 1", 2, item, s_used));
        await app.BeatAsync(worker, Beat("life 1", 3, item, new ToolUsage { InputTokens = 7, OutputTokens = 20 }));

        await app.PassAsync(TimeSpan.FromSeconds(75));

        Assert.Equal(s_used with { OutputTokens = 20 }, (await app.ReadAsync()).Used());
    }

    /// <summary>Its tool met the end of its quota after some turns, say.</summary>
    [Fact]
    public async Task What_was_used_by_work_that_was_refused_in_its_middle_counts_once()
    {
        await using var app = new TestApp();
        var (worker, item) = await TakeAsync(app);
        await app.BeatAsync(worker, Beat("life 1", 2, item, s_used with { CostUsd = 0.1m }));
        var refused = Done(item) with { Outcome = WorkItemOutcome.Refused, Usage = s_used };

        await app.Get<WorkItemReports>().ReportAsync(worker, item.Id, refused, app.Engine, default);
        await app.Get<WorkItemReports>().ReportAsync(worker, item.Id, refused, app.Engine, default);

        Assert.Equal(s_used, (await app.ReadAsync()).Used());
    }

    [Fact]
    public async Task A_report_tells_the_whole_and_heartbeats_before_it_add_nothing()
    {
        await using var app = new TestApp();
        var (worker, item) = await TakeAsync(app);
        await app.BeatAsync(worker, Beat("life 1", 2, item, s_used));

        await app.Get<WorkItemReports>().ReportAsync(worker, item.Id, Done(item), app.Engine, default);

        Assert.Equal(new ToolUsage { CostUsd = 0.25m }, (await app.ReadAsync()).Used());
    }

    private static async Task<(string Worker, WorkItem Item)> TakeAsync(TestApp app)
    {
        var worker = await app.JoinAsync();
        await app.BeatAsync(worker, new HeartbeatRequest { ProcessId = "life 1", Sequence = 1 });
        await app.DispatchAsync();
        return (worker, await app.TakeAsync(worker, "life 1"));
    }

    private static HeartbeatRequest Beat(string life, long sequence, WorkItem item, ToolUsage used) => new()
    {
        ProcessId = life,
        Sequence = sequence,
        Held = [item.Held()],
        Used = [new WorkUsage(item.Id, item.Token, used)],
    };

    private static ReportRequest Done(WorkItem item) => new()
    {
        RunId = item.RunId,
        Token = item.Token,
        Outcome = WorkItemOutcome.Completed,
        ExitCode = 0,
        Usage = new ToolUsage { CostUsd = 0.25m },
    };
}
