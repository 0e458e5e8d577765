using Swarm.Contracts.Queues;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Settings;

namespace Swarm.Tests.WorkerAgent.Pulling;

/// <summary>Two ways to the same claim, seen from a whole agent.</summary>
public sealed class PullModeTests : AgentTest
{
    private static readonly PullQueue Queue = new("swarm-tool-shell", PullSource.Tool, 1);

    [Fact]
    public async Task Work_comes_from_the_storage_queue_where_it_is_open()
    {
        await using var storage = await FakeStorage.StartAsync();
        var item = WorkItems.Noop("direct");
        Plane.Keep(item);
        Plane.OpenQueues = storage.Open(Queue);
        storage.Send(Queue.Name, $$"""{"runId":"{{item.RunId}}","workItemId":"{{item.Id}}"}""");

        await using var agent = RunningAgent.Start(Plane, Folder.Path);

        await Plane.Reports.FirstAsync(report => report.Id == item.Id);
    }

    [Fact]
    public async Task Work_comes_by_long_poll_when_the_storage_queue_refuses_to_be_read()
    {
        await using var storage = await FakeStorage.StartAsync();
        Plane.OpenQueues = storage.Open(Queue);
        storage.Signature = "another";
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        await storage.Looks.FirstAsync(_ => true);

        var item = WorkItems.Noop("polled");
        Plane.Offer(item);

        await Plane.Reports.FirstAsync(report => report.Id == item.Id);
        Assert.Single(storage.Looks.Seen);
    }

    [Fact]
    public async Task An_owner_who_wants_the_long_poll_alone_has_it()
    {
        await using var storage = await FakeStorage.StartAsync();
        Plane.OpenQueues = storage.Open(Queue);
        var options = RunningAgent.Options(Plane.Url, Folder.Path) with { Pull = PullMode.LongPoll };
        await using var agent = RunningAgent.Start(options);

        var item = WorkItems.Noop("polled");
        Plane.Offer(item);

        await Plane.Reports.FirstAsync(report => report.Id == item.Id);
        Assert.Empty(Plane.Opens.Seen);
        Assert.Empty(storage.Looks.Seen);
    }

    [Fact]
    public async Task With_no_slot_free_no_queue_is_looked_into()
    {
        await using var storage = await FakeStorage.StartAsync();
        var item = WorkItems.Script("sleep 600");
        Plane.Keep(item);
        Plane.OpenQueues = storage.Open(Queue);
        storage.Send(Queue.Name, $$"""{"runId":"{{item.RunId}}","workItemId":"{{item.Id}}"}""");
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        await Plane.Claims.FirstAsync(claim => claim.Id == item.Id);

        var looks = storage.Looks.Seen.Count;
        await Plane.Heartbeats.FirstAsync(beat => beat.Held.Any(held => held.Id == item.Id));

        Assert.Equal(looks, storage.Looks.Seen.Count);
    }
}
