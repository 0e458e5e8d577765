using System.Collections.Concurrent;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Control;

/// <summary>A retried run keeps what has completed, whatever its pattern, and runs the rest.</summary>
public sealed class RetryTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task The_node_that_failed_and_what_comes_after_it_run_and_nothing_else()
    {
        const string workflow = """
            version: 1
            name: retried-graph
            nodes:
              a: { run: [a] }
              b: { run: [b, "${a.stdout}"], needs: a }
              c: { run: [c, "${b.stdout}", "${d.stdout}"], needs: [b, d] }
              d: { run: [d], needs: a }
            """;
        var (run, done) = await RetryAsync(workflow, "b");

        Assert.Equal(["a completed", "b completed", "c completed", "d completed"], run.Statuses());
        Assert.Equal(2, run.Summary.Attempt);
        Assert.Equal(["a", "b", "d", "b", "c"], done.Take(1).Concat(done.Skip(1).Take(2).Order()).Concat(done.Skip(3)));
        Assert.Equal([1, 2, 2, 1], run.Nodes.Select(node => node.Iterations[^1].RunAttempt));
        var events = (await Admin.EventsAsync(run.Summary.Id)).ToList();
        Assert.Equal(["a", "d"], events.Where(e => e.Type == RunEventTypes.NodeKept).Select(e => e.Node).Order());
        Assert.Single(events, e => e.Type == RunEventTypes.RunRetried);
        Assert.Equal(2, events.Count(e => e.Type == RunEventTypes.RunStarted));
    }

    [Fact]
    public async Task A_failure_that_the_workflow_took_up_is_kept_with_all_that_followed_from_it()
    {
        const string workflow = """
            version: 1
            name: retried-detour
            nodes:
              shaky:  { run: [always-fails] }
              mend:   { run: [mend] }
              finish: { run: [finish], needs: mend }
            edges:
              - { from: shaky, to: mend, when: { path: status, equals: failed } }
            """;
        var (run, done) = await RetryAsync(workflow, "finish");

        Assert.Equal(["shaky failed", "mend completed", "finish completed"], run.Statuses());
        Assert.Equal(["shaky", "mend", "finish", "finish"], done);
    }

    [Fact]
    public async Task The_iterations_of_a_loop_are_kept_and_its_limit_counts_anew()
    {
        const string workflow = """
            version: 1
            name: retried-loop
            nodes:
              test: { run: [test], accept: [0, 1] }
              fix:  { run: [fix] }
              end:  { run: [end] }
            edges:
              - { from: test, to: end, when: { path: exitCode, equals: 0 } }
              - { from: test, to: fix, when: { path: exitCode, equals: 1 } }
              - { from: fix, to: test, loop: { max: 1 } }
            """;
        var tests = 0;
        var (run, done) = await RetryAsync(
            workflow,
            item => FakeWorker.Done(item, item.Node == "test" && Interlocked.Increment(ref tests) <= 2 ? 1 : 0));

        Assert.Equal(["test", "fix", "test", "fix", "test", "end"], done);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal((3, NodeStatus.Skipped), (run.Node("test").Iteration, run.Node("fix").Status));
    }

    [Fact]
    public async Task Items_of_a_list_that_have_completed_are_kept()
    {
        const string workflow = """
            version: 1
            name: retried-list
            nodes:
              each: { run: [each, "${item}"], forEach: [x, y, z], maxParallel: 1 }
              join: { run: [join, "${each.values}"], needs: each }
            """;
        var (run, done) = await RetryAsync(workflow, "each[1]");

        Assert.Equal(["each[0]", "each[1]", "each[1]", "each[2]", "join"], done);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            """["each x","each y","each z"]""",
            run.Node("join").Iterations[^1].Output!.Value.GetProperty("stdout").GetString()!["join ".Length..]);
    }

    [Fact]
    public async Task Inside_of_an_inner_workflow_the_steps_that_have_completed_are_kept()
    {
        const string workflow = """
            version: 1
            name: retried-inner
            nodes:
              outer:
                workflow:
                  pattern: sequential
                  steps:
                    - { id: one, run: [one] }
                    - { id: two, run: [two, "${one.stdout}"] }
              last: { run: [last, "${outer.stdout}"], needs: outer }
            """;
        var (run, done) = await RetryAsync(workflow, "outer.two");

        Assert.Equal(["outer.one", "outer.two", "outer.two", "last"], done);
        Assert.Equal("last two one", run.Node("last").Iterations[^1].Output!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task What_has_failed_inside_of_what_is_kept_is_shown_as_it_was()
    {
        const string workflow = """
            version: 1
            name: retried-around-a-list
            nodes:
              outer:
                workflow:
                  pattern: sequential
                  steps:
                    - { id: each, run: [always-fails], copies: 2, onFailure: collect }
                    - { id: two, run: [two] }
            """;
        var (run, _) = await RetryAsync(workflow, "outer.two");

        Assert.Equal(
            [
                "outer completed", "outer.each completed", "outer.each[0] failed", "outer.each[1] failed",
                "outer.two completed",
            ],
            run.Statuses());
    }

    [Fact]
    public async Task A_director_whose_place_was_taken_is_shown_as_he_ended()
    {
        const string workflow = """
            version: 1
            name: retried-fallback
            pattern: hierarchical
            director: { run: [always-fails] }
            workers: { w: { run: [work] } }
            fallback: { run: [instead] }
            """;
        var (run, done) = await RetryAsync(workflow, "fallback");

        Assert.Equal(["director", "fallback", "fallback"], done);
        Assert.Equal(["director failed", "fallback completed"], run.Statuses());
    }

    [Fact]
    public async Task Experts_that_have_answered_are_not_asked_again()
    {
        const string workflow = """
            version: 1
            name: retried-mixture
            pattern: mixture
            decide: { synthesiser: { run: [sum, "${answers}"] } }
            nodes:
              a: { run: [a] }
              b: { run: [b] }
            """;
        var (run, done) = await RetryAsync(workflow, "synthesiser");

        Assert.Equal(["a", "b", "synthesiser", "synthesiser"], done.Take(2).Order().Concat(done.Skip(2)));
        Assert.Equal("""sum ["a","b"]""", run.Output!.Value.GetProperty("value").GetString());
    }

    [Fact]
    public async Task Rounds_that_the_director_got_past_are_kept_with_their_failures()
    {
        const string workflow = """
            version: 1
            name: retried-hierarchy
            pattern: hierarchical
            director: { run: [direct] }
            workers: { w: { run: [work] } }
            """;
        var asked = 0;
        var (run, done) = await RetryAsync(workflow, item => (item.Node, item.Iteration) switch
        {
            ("director", 1) => FakeWorker.Done(item, stdout: Plan("a", "b")),
            ("round-1.b", _) => FakeWorker.Failed(item, "No."),
            ("director", 2) when Interlocked.Increment(ref asked) == 1 => FakeWorker.Failed(item, "Out of quota."),
            ("director", _) => FakeWorker.Done(item, stdout: """{ "done": true, "result": 7 }"""),
            _ => FakeWorker.Done(item),
        });

        Assert.Equal(["director", "director", "director", "round-1.a", "round-1.b"], done.Order());
        Assert.Equal(7, run.Output!.Value.GetProperty("result").GetInt32());
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
    }

    [Fact]
    public async Task What_was_undone_is_done_again()
    {
        const string workflow = """
            version: 1
            name: retried-undone
            nodes:
              rent:  { run: [rent], compensate: { run: [give-back] } }
              plain: { run: [plain], needs: rent }
              use:   { run: [use], needs: plain }
            """;
        var (run, done) = await RetryAsync(workflow, "use");

        Assert.Equal(["rent", "plain", "use", "compensate.rent", "rent", "plain", "use"], done);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
    }

    [Fact]
    public async Task A_stopped_run_goes_on_where_it_was()
    {
        const string workflow = """
            version: 1
            name: stopped-and-retried
            nodes:
              a:    { run: [a], compensate: { run: [undo] } }
              wait: { wait: { event: go, timeout: P1D }, needs: a }
              ask:  { checkpoint: Go on?, needs: wait }
              b:    { run: [b, "${wait.data}"], needs: ask }
            """;
        await using var worker = await FakeWorker.StartAsync(running.Plane, Echo);
        var id = (await Admin.RunAsync(workflow)).Summary.Id;
        await Admin.WaitForAsync(id, RunEventTypes.NodeStarted, "wait");
        await Admin.ControlAsync(ApiRoutes.StopRun, id);
        var stopped = await Admin.WaitForEndAsync(id);

        var retried = await Admin.ControlAsync(ApiRoutes.RetryRun, id);
        await Admin.SendEventAsync(id, "go", "\"now\"");
        var checkpoint = await Admin.WaitForCheckpointAsync(id);
        using var answer = await Admin.AnswerAsync(CheckpointRoutes.Approve, checkpoint.Id);
        var run = await Admin.WaitForEndAsync(id, stopped.LastEvent);

        Assert.Equal(NodeStatus.Cancelled, stopped.Node("wait").Status);
        Assert.False(retried.Summary.Stopped);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal("b now", run.Node("b").Iterations[^1].Output!.Value.GetProperty("stdout").GetString());
        Assert.Equal(["a", "b"], worker.Claimed.Where(item => item.RunId == id).Select(item => item.Node));
    }

    private async Task<(RunDetail Run, List<string> Done)> RetryAsync(string workflow, string failsOnce)
    {
        var failed = new ConcurrentDictionary<string, bool>();
        return await RetryAsync(
            workflow,
            item => item.Shell!.Run![0] == "always-fails"
                || (item.Node == failsOnce && failed.TryAdd(item.RunId, true))
                    ? FakeWorker.Failed(item, "It failed.")
                    : Echo(item));
    }

    /// <summary>Runs a workflow that fails, and retries it to its end.</summary>
    private async Task<(RunDetail Run, List<string> Done)> RetryAsync(
        string workflow, Func<WorkItem, ReportRequest> work)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, work, slots: 1);
        var id = (await Admin.RunAsync(workflow)).Summary.Id;
        var failed = await Admin.WaitForEndAsync(id);
        Assert.Equal(RunStatus.Failed, failed.Summary.Status);
        await Admin.ControlAsync(ApiRoutes.RetryRun, id);
        var run = await Admin.WaitForEndAsync(id, failed.LastEvent);
        return (run, [.. worker.Claimed.Where(item => item.RunId == id).Select(item => item.Node)]);
    }

    private static ReportRequest Echo(WorkItem item) =>
        FakeWorker.Done(item, stdout: string.Join(' ', item.Shell!.Run!));

    private static string Plan(params string[] subtasks)
    {
        var listed = subtasks.Select(id => $$"""{ "id": "{{id}}", "worker": "w" }""");
        return $$"""{ "subtasks": [{{string.Join(',', listed)}}] }""";
    }
}
