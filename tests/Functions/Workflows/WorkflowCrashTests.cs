using Swarm.Functions.Workflows;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Workflows;

/// <summary>Storing a workflow touches three partitions, and the process may be killed between any two.</summary>
public sealed class WorkflowCrashTests
{
    [Fact]
    public async Task A_file_that_is_sent_again_after_a_crash_makes_one_workflow_of_one_version() =>
        await Harness.Runs.ForEachCrashAsync(
            _ => Task.FromResult(true),
            (app, _) => app.StoreWorkflowAsync(),
            async (app, _) =>
            {
                var stored = await app.StoreWorkflowAsync();

                Assert.Equal(1, stored.Head.Version);
                var (items, next) = await app.Get<WorkflowStore>().ListAsync(null, 10, CancellationToken.None);
                Assert.Equal(stored.Head, Assert.Single(items));
                Assert.Null(next);
            });

    [Fact]
    public async Task A_workflow_that_was_cut_off_before_its_head_is_not_listed()
    {
        await using var app = new TestApp();
        app.Crash.Arm(2);
        await Assert.ThrowsAsync<CrashException>(() => app.StoreWorkflowAsync());
        app.Crash.Restart();

        var (items, next) = await app.Get<WorkflowStore>().ListAsync(null, 10, CancellationToken.None);

        Assert.Empty(items);
        Assert.Null(next);
    }
}
