using Swarm.Contracts.Statuses;
using Swarm.Core.Statuses;

namespace Swarm.Tests.Core.Statuses;

public class StatusRulesTests
{
    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(1, 3, 33)]
    [InlineData(999, 1000, 99)]
    [InlineData(5, 5, 100)]
    [InlineData(0, 0, 0)]
    public void Progress_is_100_only_when_all_nodes_have_ended(int ended, int total, int percent) =>
        Assert.Equal(percent, RunProgress.Percent(ended, total));

    [Theory]
    [InlineData(null, false, false, 0, WorkerStatus.Offline)]
    [InlineData(10, true, false, 0, WorkerStatus.Offline)]
    [InlineData(61, false, false, 0, WorkerStatus.Offline)]
    [InlineData(60, false, false, 0, WorkerStatus.Online)]
    [InlineData(10, false, true, 2, WorkerStatus.Draining)]
    [InlineData(10, false, false, 2, WorkerStatus.Busy)]
    [InlineData(10, false, false, 1, WorkerStatus.Online)]
    public void A_worker_is_what_was_heard_of_it(
        int? silentSeconds, bool signedOff, bool draining, int held, WorkerStatus expected)
    {
        TimeSpan? silence = silentSeconds is null ? null : TimeSpan.FromSeconds(silentSeconds.Value);

        Assert.Equal(expected, StatusRules.OfWorker(silence, signedOff, draining, held, slots: 2));
    }

    [Fact]
    public void A_run_with_a_node_in_review_waits_at_a_checkpoint()
    {
        Assert.Equal(RunStatus.Checkpoint, StatusRules.OfRunning([NodeStatus.InProgress, NodeStatus.Review]));
        Assert.Equal(RunStatus.InProgress, StatusRules.OfRunning([NodeStatus.Completed, NodeStatus.Pending]));
    }
}
