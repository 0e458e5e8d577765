using Swarm.Contracts.Statuses;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>Runs that somebody controls while the control plane dies at each of its writes.</summary>
public sealed class EveryControlWriteTests(CrashFolder folder) : IClassFixture<CrashFolder>
{
    private const string Pipeline = """
        version: 1
        name: pipeline
        nodes:
          build: { run: [make] }
          test:  { run: [make, test], needs: [build] }
        """;

    private const string Locked = """
        version: 1
        name: locked
        nodes:
          build: { run: [make], locks: door }
        """;

    [Fact]
    public Task A_run_that_is_paused_and_resumed_ends_as_if_nothing_had_died() => CrashRuns.DieAtEachWriteAsync(
        folder,
        async script =>
        {
            await script.StartRunAsync(Pipeline);
            var build = await script.TakeAsync();
            await script.PauseAsync();
            await script.DoAsync(build, CrashScript.Report(build, "built"));
            await script.WaitForNodeAsync("test");
            await script.ResumeAsync();
            var test = await script.TakeAsync();
            await script.DoAsync(test, CrashScript.Report(test, "tested"));
            await script.WaitForEndAsync();
        });

    [Fact]
    public Task A_run_whose_work_gives_its_lock_back_in_a_pause_ends_as_if_nothing_had_died() =>
        CrashRuns.DieAtEachWriteAsync(
            folder,
            async script =>
            {
                await script.StartRunAsync(Locked);
                await script.WaitForNodeAsync("build");
                await script.PauseAsync();
                await script.ResumeAsync();
                var build = await script.TakeAsync();
                Assert.Equal(1, build.Attempt);
                await script.DoAsync(build, CrashScript.Report(build, "built"));
                await script.WaitForEndAsync();
            });

    [Fact]
    public Task A_run_whose_queued_work_is_held_by_a_checkpoint_ends_as_if_nothing_had_died() =>
        CrashRuns.DieAtEachWriteAsync(
            folder,
            async script =>
            {
                await script.StartRunAsync(Pipeline);
                await script.WaitForNodeAsync("build");
                await script.OpenCheckpointAsync("build");
                await script.ApproveAsync();
                var build = await script.TakeAsync();
                await script.DoAsync(build, CrashScript.Report(build, "built"));
                var test = await script.TakeAsync();
                await script.DoAsync(test, CrashScript.Report(test, "tested"));
                await script.WaitForEndAsync();
            });

    [Fact]
    public Task A_run_that_is_stopped_and_retried_ends_as_if_nothing_had_died() => CrashRuns.DieAtEachWriteAsync(
        folder,
        async script =>
        {
            await script.StartRunAsync(Pipeline);
            var build = await script.TakeAsync();
            await script.DoAsync(build, CrashScript.Report(build, "built"));
            var test = await script.TakeAsync();
            await script.StopAsync();
            await script.DoAsync(test, CrashScript.Report(test, outcome: WorkItemOutcome.Cancelled));
            await script.WaitForEndAsync();
            await script.RetryAsync();
            var again = await script.TakeAsync();
            Assert.Equal("test", again.Node);
            await script.DoAsync(again, CrashScript.Report(again, "tested"));
            await script.WaitForEndAsync(attempt: 2);
        });

    [Fact]
    public Task A_run_that_is_told_something_fails_and_is_retried_ends_as_if_nothing_had_died() =>
        CrashRuns.DieAtEachWriteAsync(
            folder,
            async script =>
            {
                await script.StartRunAsync(Pipeline);
                await script.WaitForNodeAsync("build");
                await script.DirectAsync("Use tabs.");
                var build = await script.TakeAsync();
                Assert.Equal(["Use tabs."], build.Directives);
                await script.DirectAsync("Be brief.");
                Assert.Equal(["Be brief."], await script.HearAsync(build));
                await script.DoAsync(build, CrashScript.Report(build, "built"));
                var test = await script.TakeAsync();
                await script.DoAsync(test, CrashScript.Report(test, outcome: WorkItemOutcome.Failed));
                await script.WaitForEndAsync();
                await script.RetryAsync();
                var again = await script.TakeAsync();
                Assert.Equal(("test", 2), (again.Node, again.Directives.Count));
                await script.DoAsync(again, CrashScript.Report(again, "tested"));
                await script.WaitForEndAsync(attempt: 2);
            });

    [Fact]
    public Task A_run_that_runs_again_with_other_input_ends_as_if_nothing_had_died() => CrashRuns.DieAtEachWriteAsync(
        folder,
        async script =>
        {
            await script.StartRunAsync(Pipeline);
            var build = await script.TakeAsync();
            await script.DoAsync(build, CrashScript.Report(build, "built"));
            var test = await script.TakeAsync();
            await script.DoAsync(test, CrashScript.Report(test, "tested"));
            await script.WaitForEndAsync();
            await script.RerunAsync("test", "how", "slowly");
            var again = await script.TakeAsync();
            Assert.Equal(("test", "slowly"), (again.Node, again.Shell!.Environment["SWARM_INPUT_HOW"]));
            await script.DoAsync(again, CrashScript.Report(again, "tested again"));
            await script.WaitForEndAsync(attempt: 2);
        });

    [Fact]
    public Task A_run_whose_lock_is_taken_by_hand_ends_as_if_nothing_had_died() => CrashRuns.DieAtEachWriteAsync(
        folder,
        async script =>
        {
            await script.StartRunAsync(Locked);
            var build = await script.TakeAsync();
            await script.TakeLockAsync("door", "build");
            var again = await script.TakeAsync();
            Assert.Equal(build.Id, again.Id);
            Assert.True(again.Token > build.Token);
            await script.DoAsync(again, CrashScript.Report(again, "built"));
            await script.WaitForEndAsync();
        });

    [Fact]
    public Task A_run_that_is_asked_by_hand_and_corrected_ends_as_if_nothing_had_died() =>
        CrashRuns.DieAtEachWriteAsync(
            folder,
            async script =>
            {
                await script.StartRunAsync(Pipeline);
                var build = await script.TakeAsync();
                await script.OpenCheckpointAsync("test");
                await script.DoAsync(build, CrashScript.Report(build, "built"));
                await script.AnswerAsync(CheckpointStatus.Corrected);
                var again = await script.TakeAsync();
                Assert.Equal(("build", 2), (again.Node, again.Iteration));
                await script.DoAsync(again, CrashScript.Report(again, "built better"));
                await script.ApproveAsync();
                var test = await script.TakeAsync();
                await script.DoAsync(test, CrashScript.Report(test, "tested"));
                await script.WaitForEndAsync();
            });
}
