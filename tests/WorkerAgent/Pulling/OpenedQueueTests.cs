using Swarm.Contracts.Queues;
using Swarm.WorkerAgent.Pulling;

namespace Swarm.Tests.WorkerAgent.Pulling;

/// <summary>Looking into an empty queue costs, so it is done ever less often.</summary>
public sealed class OpenedQueueTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(PullSource.Worker, 5)]
    [InlineData(PullSource.User, 60)]
    [InlineData(PullSource.Tool, 60)]
    public void An_idle_queue_is_looked_into_ever_less_often_up_to_a_limit(PullSource source, double longestSeconds)
    {
        var queue = Queue(source);

        var pauses = Enumerable.Range(0, 20).Select(_ => Rest(queue)).ToList();

        Assert.InRange(pauses[0], TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100));
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromSeconds(longestSeconds)));
        Assert.All(pauses.TakeLast(5), pause =>
            Assert.InRange(pause, TimeSpan.FromSeconds(longestSeconds / 2), TimeSpan.FromSeconds(longestSeconds)));
    }

    [Fact]
    public void Work_makes_it_due_at_once_and_the_next_pause_short_again()
    {
        var queue = Queue(PullSource.Tool);
        for (var i = 0; i < 20; i++)
        {
            Rest(queue);
        }

        queue.Wake();

        Assert.True(queue.DueAt <= Now);
        Assert.InRange(Rest(queue), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    private static TimeSpan Rest(OpenedQueue queue)
    {
        queue.Rest(Now);
        return queue.DueAt - Now;
    }

    private static OpenedQueue Queue(PullSource source) =>
        new(new OpenQueue(new PullQueue("swarm-tool-shell", source, 1), new Uri("http://localhost/")), new Random(1));
}
