using Swarm.Contracts.Queues;
using Swarm.Functions.Queues;

namespace Swarm.Tests.Functions.Queues;

public sealed class WorkerQueueTests
{
    [Fact]
    public void A_worker_reads_its_own_queues_and_those_of_its_tools()
    {
        var queues = WorkerQueues.Of("1", [], ["shell", "shell"], isTrusted: false);

        Assert.Equal(
            [
                new("swarm-worker-1-high", PullSource.Worker, 0),
                new("swarm-worker-1", PullSource.Worker, 1),
                new("swarm-worker-1-low", PullSource.Worker, 2),
                new("swarm-tool-shell-high", PullSource.Tool, 0),
                new("swarm-tool-shell", PullSource.Tool, 1),
                new("swarm-tool-shell-low", PullSource.Tool, 2),
            ],
            queues);
    }

    [Fact]
    public void One_that_belongs_to_a_user_reads_the_queues_of_that_user() => Assert.Equal(
        ["swarm-user-7-high", "swarm-user-7", "swarm-user-7-low"],
        WorkerQueues.Of("1", ["7"], [], isTrusted: false)
            .Where(queue => queue.Source == PullSource.User)
            .Select(queue => queue.Name));

    [Fact]
    public void Only_trusted_ones_read_the_queues_of_sensitive_work()
    {
        var trusted = WorkerQueues.Of("1", ["7"], ["shell"], isTrusted: true).Select(queue => queue.Name).ToList();
        var others = WorkerQueues.Of("1", ["7"], ["shell"], isTrusted: false).Select(queue => queue.Name).ToList();

        Assert.Equal(
            [
                "swarm-sensitive-tool-shell",
                "swarm-sensitive-tool-shell-high",
                "swarm-sensitive-tool-shell-low",
                "swarm-sensitive-user-7",
                "swarm-sensitive-user-7-high",
                "swarm-sensitive-user-7-low",
            ],
            trusted.Except(others).Order(StringComparer.Ordinal));
        Assert.Empty(others.Except(trusted));
    }
}
