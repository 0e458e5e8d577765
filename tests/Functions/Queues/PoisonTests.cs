using Swarm.Core.Queues;
using Swarm.Core.Workflows;
using Swarm.Functions.Queues;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Queues;

public sealed class PoisonTests
{
    private static readonly string Queue = QueueNames.OfTool("shell", NodePriority.High);

    [Fact]
    public async Task A_pointer_that_is_taken_too_often_without_a_claim_is_set_aside()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.Get<IWorkQueues>().SendAsync(
            Queue, $$"""{"runId":"{{Work.RunId}}","workItemId":"{{Work.ItemId}}"}""", default);
        for (var take = 1; take <= PoisonQueues.MaxTakes; take++)
        {
            Assert.NotNull(await app.PollAsync(worker));
            app.Clock.Advance(WorkItemPolling.Invisible);
        }

        Assert.Null(await app.PollAsync(worker));

        Assert.Equal((0, 1), await DepthsAsync(app));
    }

    [Fact]
    public async Task A_message_that_is_no_pointer_is_set_aside_at_once()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.Get<IWorkQueues>().SendAsync(Queue, "no json", default);

        Assert.Null(await app.PollAsync(worker));

        Assert.Equal((0, 1), await DepthsAsync(app));
    }

    /// <summary>Two are better than none.</summary>
    [Fact]
    public async Task A_crash_on_the_way_loses_no_message()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.Get<IWorkQueues>().SendAsync(Queue, "no json", default);

        app.Crash.Arm(writes: 1);
        await Assert.ThrowsAsync<CrashException>(() => app.PollAsync(worker));
        app.Crash.Restart();

        Assert.Equal((1, 1), await DepthsAsync(app));
    }

    private static async Task<(int Queue, int Poison)> DepthsAsync(TestApp app)
    {
        var queues = app.Get<IWorkQueues>();
        return (
            (await queues.MeasureAsync(Queue, default)).Depth,
            (await queues.MeasureAsync(QueueNames.PoisonOf(Queue), default)).Depth);
    }
}
