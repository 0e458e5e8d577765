using Swarm.Contracts.Statuses;
using Swarm.Core.Statuses;

namespace Swarm.Tests.Core.Statuses;

public sealed class TaskStatusTests
{
    [Theory]
    [InlineData(false, null, RunStatus.Pending)]
    [InlineData(true, RunStatus.Failed, RunStatus.Pending)]
    [InlineData(false, RunStatus.Pending, RunStatus.Initializing)]
    [InlineData(false, RunStatus.InProgress, RunStatus.InProgress)]
    [InlineData(false, RunStatus.Checkpoint, RunStatus.Checkpoint)]
    [InlineData(false, RunStatus.Completed, RunStatus.Completed)]
    public void A_task_stands_where_its_run_stands_once_that_has_begun(
        bool isWaiting, RunStatus? run, RunStatus expected) =>
        Assert.Equal(expected, Of(isWaiting: isWaiting, run: run));

    [Fact]
    public void A_task_is_initializing_while_it_is_planned()
    {
        Assert.Equal(RunStatus.Initializing, Of(isPlanning: true, run: RunStatus.InProgress));
        Assert.Equal(RunStatus.Failed, Of(isPlanning: true, run: RunStatus.Failed));
    }

    [Fact]
    public void A_task_that_is_cancelled_keeps_the_end_that_its_run_had_before()
    {
        Assert.Equal(RunStatus.Cancelled, Of(isCancelled: true, run: RunStatus.InProgress));
        Assert.Equal(RunStatus.Completed, Of(isCancelled: true, run: RunStatus.Completed));
    }

    [Fact]
    public void A_task_that_could_not_start_has_failed() =>
        Assert.Equal(RunStatus.Failed, Of(hasFailedToStart: true));

    private static RunStatus Of(
        bool isCancelled = false,
        bool isWaiting = false,
        bool hasFailedToStart = false,
        bool isPlanning = false,
        RunStatus? run = null) =>
        StatusRules.OfTask(isCancelled, isWaiting, hasFailedToStart, isPlanning, run);
}
