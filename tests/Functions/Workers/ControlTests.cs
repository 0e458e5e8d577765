using Swarm.Contracts.Workers;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Workers;

/// <summary>A busy worker hears of a cancellation at once, or at its next heartbeat.</summary>
public sealed class ControlTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_control_poll_tells_of_a_cancellation_at_once()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        var request = new HeartbeatRequest { Sequence = 0, Held = [item.Held()] };

        var poll = app.Get<WorkerControl>().WaitAsync(worker, request, CancellationToken.None);
        Assert.False(poll.IsCompleted);
        await app.AskToCancelAsync();
        await app.Get<WorkItemCancelling>().CancelAsync(Work.RunId, app.Engine, CancellationToken.None);

        Assert.Equal([item.Id], await poll.WaitAsync(s_patience));
    }

    [Fact]
    public async Task The_control_poll_sees_what_another_process_cancelled_within_five_seconds()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        var request = new HeartbeatRequest { Sequence = 0, Held = [item.Held()] };

        var poll = app.Get<WorkerControl>().WaitAsync(worker, request, CancellationToken.None);
        await app.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(5), s_patience);
        await app.AskToCancelAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([item.Id], await poll.WaitAsync(s_patience));
    }

    [Fact]
    public async Task The_control_poll_ends_empty_after_its_time()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();

        var poll = app.Get<WorkerControl>().WaitAsync(
            worker, new HeartbeatRequest { Sequence = 0 }, CancellationToken.None);
        while (!poll.IsCompleted)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Empty(await poll);
    }

    [Fact]
    public async Task A_heartbeat_tells_of_a_cancellation_until_the_worker_reports()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.AskToCancelAsync();

        Assert.Equal([item.Id], (await app.BeatAsync(worker, item.Held())).Cancel);
        Assert.Equal([item.Id], (await app.BeatAsync(worker, item.Held())).Cancel);
        await app.ReportAsync(worker, item, Contracts.Statuses.WorkItemOutcome.Cancelled);

        Assert.Empty((await app.BeatAsync(worker)).Cancel);
    }
}
