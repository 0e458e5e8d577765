using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

public sealed class ConcurrentTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task Nodes_side_by_side_are_joined()
    {
        const string workflow = """
            version: 1
            name: side-by-side
            pattern: concurrent
            nodes:
              a: { run: [a] }
              b: { run: [b] }
              c: { run: [c] }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item, stdout: item.Node));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["a completed", "b completed", "c completed"], run.Statuses());
        Assert.Equal("b", run.Output!.Value.GetProperty("b").GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task The_first_failure_ends_what_runs_beside_it()
    {
        const string workflow = """
            version: 1
            name: fail-fast
            pattern: concurrent
            maxParallel: 2
            nodes:
              bad:  { run: [bad] }
              slow: { run: [slow] }
              late: { run: [late] }
            """;
        FakeWorker worker = null!;
        var slow = new TaskCompletionSource();
        await using var _ = worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            if (item.Node == "slow")
            {
                slow.SetResult();
                return await worker.WaitForCancelAsync(item, cancellation);
            }

            await slow.Task.WaitAsync(cancellation);
            return FakeWorker.Failed(item, "Broken.");
        });

        var started = await running.Plane.Admin.RunAsync(workflow);
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("Node 'bad' failed: Broken.", run.Summary.Reason);
        Assert.Equal(["bad failed", "slow cancelled", "late skipped"], run.Statuses());
    }

    [Fact]
    public async Task With_collect_the_others_go_on()
    {
        const string workflow = """
            version: 1
            name: collect
            pattern: concurrent
            onFailure: collect
            maxParallel: 1
            nodes:
              bad:  { run: [bad] }
              good: { run: [good] }
            """;

        var run = await running.RunToEndAsync(
            workflow, item => item.Node == "bad" ? FakeWorker.Failed(item, "Broken.") : FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["bad failed", "good completed"], run.Statuses());
    }

    [Fact]
    public async Task No_more_run_at_a_time_than_asked()
    {
        const string workflow = """
            version: 1
            name: narrow
            pattern: graph
            maxParallel: 2
            nodes:
              map: { run: [work], needs: [], forEach: [1, 2, 3, 4, 5, 6, 7, 8], maxParallel: 2 }
            """;
        var (now, most) = (0, 0);

        var run = await running.RunToEndAsync(
            workflow,
            async (item, cancellation) =>
            {
                var count = Interlocked.Increment(ref now);
                InterlockedMax(ref most, count);
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return FakeWorker.Done(item);
            },
            slots: 8);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.InRange(most, 1, 2);
    }

    private static void InterlockedMax(ref int most, int count)
    {
        int known;
        while ((known = Volatile.Read(ref most)) < count
            && Interlocked.CompareExchange(ref most, count, known) != known)
        {
        }
    }
}
