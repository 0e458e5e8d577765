using Swarm.Contracts.Statuses;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>The connection breaks at every place where that makes a difference.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private FakeControlPlane plane = null!;

    public async ValueTask InitializeAsync() => plane = await FakeControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_report_whose_answer_was_lost_is_sent_again()
    {
        await using var agent = RunningAgent.Start(plane, folder.Path);
        var item = WorkItems.Noop();
        plane.AnswerLost = "/report";
        plane.Offer(item);
        var first = await plane.Reports.FirstAsync(_ => true);

        plane.AnswerLost = null;
        await plane.Reports.FirstAsync(_ => plane.Reports.Seen.Count > 1);

        Assert.All(plane.Reports.Seen, again => Assert.Equal(first, again));
    }

    [Fact]
    public async Task Log_lines_survive_a_broken_connection_in_order_and_come_before_the_report()
    {
        await using var agent = RunningAgent.Start(plane, folder.Path);
        var item = WorkItems.Script("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done");
        plane.Unreachable = "/logs";
        plane.Offer(item);
        await plane.Claims.FirstAsync(_ => true);

        plane.AnswerLost = "/logs";
        plane.Unreachable = null;
        await plane.Lines.FirstAsync(_ => true);
        plane.AnswerLost = null;
        await plane.Reports.FirstAsync(_ => true);

        var lines = plane.LogOf(item.Id, 1).Select(line => line.Text);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"line {i}"), lines);
    }

    [Fact]
    public async Task A_stale_report_is_dropped_and_the_worker_goes_on()
    {
        await using var agent = RunningAgent.Start(plane, folder.Path);
        var stale = WorkItems.Noop("stale");
        plane.StaleUpTo[stale.Id] = 1;
        plane.Offer(stale);
        var next = WorkItems.Noop("next");
        plane.Offer(next);

        var (id, report) = await plane.Reports.FirstAsync(_ => true);
        await plane.Heartbeats.FirstAsync(beat => beat.Sequence > 1 && beat.Held.Count == 0);

        Assert.Equal((next.Id, WorkItemOutcome.Completed), (id, report.Outcome));
        Assert.Empty(Directory.GetDirectories(folder.At("work")));
    }

    [Fact]
    public async Task A_lost_lease_told_by_the_log_ends_the_work()
    {
        await using var agent = RunningAgent.Start(plane, folder.Path);
        var item = WorkItems.Script("while :; do echo x; sleep 0.05; done");
        plane.StaleUpTo[item.Id] = 1;
        plane.Offer(item);
        await plane.Claims.FirstAsync(_ => true);

        plane.Offer(WorkItems.Noop("next"));
        await plane.Reports.FirstAsync(report => report.Id != item.Id);

        Assert.DoesNotContain(plane.Reports.Seen, report => report.Id == item.Id);
    }

    [Fact]
    public async Task The_same_work_item_under_a_newer_token_waits_until_the_older_work_has_ended()
    {
        await using var agent = RunningAgent.Start(RunningAgent.Options(plane.Url, folder.Path) with { Slots = 2 });
        var busy = folder.At("busy");
        var script = $"mkdir {busy} || exit 9; echo in; [ $SWARM_ATTEMPT = 1 ] || exit 0; sleep 600";
        var older = WorkItems.Script(script);
        plane.Offer(older);
        await plane.Lines.FirstAsync(_ => true);

        Directory.Delete(busy);
        plane.Offer(older with { Token = 2, Attempt = 2 });
        var (_, report) = await plane.Reports.FirstAsync(_ => true);

        Assert.Equal((2, 0), (report.Token, report.ExitCode));
        Assert.Single(plane.Reports.Seen);
    }
}
