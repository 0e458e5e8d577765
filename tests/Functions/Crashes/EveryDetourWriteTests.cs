using Swarm.Contracts.Statuses;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>
/// Runs that do not go straight on: work is judged and done again, a director gives no plan, a loop leads back, what
/// was done is undone. The control plane dies at each of their writes.
/// </summary>
public sealed class EveryDetourWriteTests(CrashFolder folder) : IClassFixture<CrashFolder>
{
    private const string Judged = """
        version: 1
        name: judged
        nodes:
          write:
            run: [write]
            evaluate: { below: checkpoint, by: { judge: { run: [judge, "${previous.stdout}"] } } }
          use: { run: [use, "${write.stdout}", "${write.score}"], needs: write }
        """;

    private const string Retried = """
        version: 1
        name: judged-and-retried
        nodes:
          write:
            run: [write]
            evaluate: { below: retry, by: { judge: { run: [judge] } } }
        """;

    private const string Directed = """
        version: 1
        name: fallen-back
        pattern: hierarchical
        director: { run: [plan] }
        workers: { w: { run: [work] } }
        limits: { corrections: 1 }
        fallback: { run: [instead] }
        """;

    private const string Looped = """
        version: 1
        name: looped
        nodes:
          test: { run: [test], accept: [0, 1] }
          fix:  { run: [fix, "${test.stdout}"] }
          end:  { run: [end, "${test.stdout}"] }
        edges:
          - { from: test, to: end, when: { path: exitCode, equals: 0 } }
          - { from: test, to: fix, when: { path: exitCode, equals: 1 } }
          - { from: fix, to: test, loop: { max: 2 } }
        """;

    private const string Undone = """
        version: 1
        name: undone
        pattern: sequential
        steps:
          - { id: flight, run: [book], compensate: { run: [cancel, "${flight.stdout}"] } }
          - { id: hotel, run: [book], compensate: { run: [cancel, "${hotel.stdout}"] } }
          - { id: car, run: [book] }
        """;

    private const string Reviewed = """
        version: 1
        name: reviewed
        checkpoints: high
        nodes:
          write: { run: [write] }
        """;

    [Fact]
    public Task A_run_whose_work_a_person_has_done_again_for_its_score_ends_as_if_nothing_had_died() =>
        DieAtEachWriteAsync(async script =>
        {
            await script.StartRunAsync(Judged);
            await DoAsync(script, ["write"], "draft");
            await DoAsync(script, ["judge", "draft"], "3");
            await script.AnswerAsync(CheckpointStatus.Corrected);
            await DoAsync(script, ["write"], "text");
            await DoAsync(script, ["judge", "text"], "9");
            await DoAsync(script, ["use", "text", "9"]);
            await script.WaitForEndAsync();
        });

    [Fact]
    public Task A_run_whose_work_is_done_again_for_its_score_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(
        async script =>
        {
            await script.StartRunAsync(Retried);
            foreach (var score in new[] { "4", "8" })
            {
                await DoAsync(script, ["write"], "text");
                await DoAsync(script, ["judge"], score);
            }

            await script.WaitForEndAsync();
        });

    [Fact]
    public Task A_run_whose_director_gives_no_plan_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(
        async script =>
        {
            await script.StartRunAsync(Directed);
            await DoAsync(script, ["plan"], """{ "subtasks": [] }""");
            await DoAsync(script, ["plan"], """{ "subtasks": [{ "id": "a", "worker": "nobody" }] }""");
            await DoAsync(script, ["instead"], "done");
            await script.WaitForEndAsync();
        });

    [Fact]
    public Task A_run_that_takes_a_loop_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Looped);
        await DoAsync(script, ["test"], "1 failed", exitCode: 1);
        await DoAsync(script, ["fix", "1 failed"]);
        await DoAsync(script, ["test"], "all well");
        await DoAsync(script, ["end", "all well"]);
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_that_is_undone_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Undone);
        await DoAsync(script, ["book"], "LH1");
        await DoAsync(script, ["book"], "room 7");
        var car = await script.TakeAsync();
        await script.DoAsync(car, CrashScript.Report(car, "sold out", WorkItemOutcome.Failed));
        await DoAsync(script, ["cancel", "room 7"]);
        await DoAsync(script, ["cancel", "LH1"]);
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_whose_result_a_person_corrects_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(
        async script =>
        {
            await script.StartRunAsync(Reviewed);
            await DoAsync(script, ["write"], "draft");
            await script.AnswerAsync(CheckpointStatus.Corrected);
            await DoAsync(script, ["write"], "text");
            await script.ApproveAsync();
            await script.WaitForEndAsync();
        });

    /// <summary>Takes the work that is due, which must be this command, and reports what it prints.</summary>
    private static async Task DoAsync(CrashScript script, string[] command, string stdout = "", int exitCode = 0)
    {
        var item = await script.TakeAsync();
        Assert.Equal(command, item.Shell!.Run);
        await script.DoAsync(item, CrashScript.Report(item, stdout) with { ExitCode = exitCode });
    }

    private Task DieAtEachWriteAsync(Func<CrashScript, Task> act) => CrashRuns.DieAtEachWriteAsync(folder, act);
}
