using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Control;

/// <summary>A run that has ended runs again from one of its nodes: that one, and everything after it.</summary>
public sealed class RerunTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Diamond = """
        version: 1
        name: again
        inputs: { who: { type: string, default: Ada } }
        nodes:
          a: { run: [a] }
          b: { run: [b, "${a.stdout}"], needs: a, input: { note: plain } }
          c: { run: [c, "${a.stdout}"], needs: a }
          d: { run: [d, "${inputs.who}", "${b.stdout}", "${c.stdout}"], needs: [b, c] }
        """;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task The_node_and_everything_after_it_runs_with_what_it_is_given()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Echo, slots: 1);
        var first = await RunAsync(Diamond);

        await RerunAsync(
            first,
            """{ "node": "b", "input": { "note": "not ${a.stdout}", "more": [1] }, "inputs": { "who": "Bob" } }""");
        var run = await Admin.WaitForEndAsync(first.Summary.Id, first.LastEvent);

        Assert.Equal(["b", "d"], DoneBy(worker, run)[4..]);
        var again = worker.Claimed.Last(item => item.RunId == run.Summary.Id && item.Node == "b");
        Assert.Equal("not ${a.stdout}", again.Shell!.Environment["SWARM_INPUT_NOTE"]);
        Assert.Equal("[1]", again.Shell.Environment["SWARM_INPUT_MORE"]);
        Assert.Equal("d Bob b a c a", Output(run, "d"));
        Assert.Equal(2, run.Summary.Attempt);
        Assert.Equal(["a 1", "b 2", "c 1", "d 2"], run.Nodes.Select(n => $"{n.Path} {n.Iterations[^1].RunAttempt}"));
    }

    [Fact]
    public async Task What_was_made_from_older_results_does_not_count_any_more()
    {
        var fails = false;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane,
            item => fails && item.Node == "c" ? FakeWorker.Failed(item, "No.") : Echo(item),
            slots: 1);
        const string chain = """
            version: 1
            name: chain-again
            nodes:
              a: { run: [a] }
              b: { run: [b, "${a.stdout}"], needs: a }
              c: { run: [c, "${b.stdout}"], needs: b }
              d: { run: [d, "${c.stdout}"], needs: c }
            """;
        var first = await RunAsync(chain);
        fails = true;
        await RerunAsync(first, """{ "node": "b" }""");
        var failed = await Admin.WaitForEndAsync(first.Summary.Id, first.LastEvent);
        fails = false;

        await Admin.ControlAsync(ApiRoutes.RetryRun, first.Summary.Id);
        var run = await Admin.WaitForEndAsync(first.Summary.Id, failed.LastEvent);

        // D has a result of the first attempt, made from the first result of C.
        Assert.Equal(["a", "b", "c", "d", "b", "c", "c", "d"], DoneBy(worker, run));
        Assert.Equal(3, run.Summary.Attempt);
    }

    [Fact]
    public async Task Inside_of_an_inner_workflow_a_step_can_run_again()
    {
        const string workflow = """
            version: 1
            name: inner-again
            nodes:
              before: { run: [before] }
              outer:
                needs: before
                workflow:
                  pattern: sequential
                  steps:
                    - { id: one, run: [one] }
                    - { id: two, run: [two, "${one.stdout}"] }
              last: { run: [last, "${outer.stdout}"], needs: outer }
            """;
        await using var worker = await FakeWorker.StartAsync(running.Plane, Echo, slots: 1);
        var first = await RunAsync(workflow);

        await RerunAsync(first, """{ "node": "outer.two", "input": { "extra": "x" } }""");
        var run = await Admin.WaitForEndAsync(first.Summary.Id, first.LastEvent);

        Assert.Equal(["outer.two", "last"], DoneBy(worker, run)[4..]);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
    }

    [Fact]
    public async Task An_item_an_expert_and_a_subtask_can_run_again()
    {
        const string workflow = """
            version: 1
            name: patterns-again
            pattern: sequential
            steps:
              - { id: list, run: [list, "${item}"], forEach: [x, y] }
              - id: vote
                workflow: { pattern: mixture, quorum: 1, nodes: { a: { run: [say] }, b: { run: [say] } } }
              - id: plan
                workflow:
                  pattern: hierarchical
                  director: { run: [direct] }
                  workers: { w: { run: [work] } }
            """;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane,
            item => item.Shell!.Run![0] != "direct" ? Echo(item)
                : FakeWorker.Done(item, stdout: item.Iteration == 1
                    ? """{ "subtasks": [{ "id": "t", "worker": "w" }] }"""
                    : """{ "done": true }"""),
            slots: 1);
        var run = await RunAsync(workflow);
        var expert = run.Node("vote.a").Status == NodeStatus.Completed ? "vote.a" : "vote.b";
        foreach (var (node, expected) in new[]
        {
            ("plan.round-1.t", new[] { "plan.round-1.t", "plan.director" }),
            (expert, [expert, "plan.director", "plan.round-1.t", "plan.director"]),
            ("list[1]", ["list[1]", "vote.a", "vote.b", "plan.director", "plan.round-1.t", "plan.director"]),
        })
        {
            var before = DoneBy(worker, run).Count;
            await RerunAsync(run, $$"""{ "node": "{{node}}" }""");
            run = await Admin.WaitForEndAsync(run.Summary.Id, run.LastEvent);

            Assert.Equal(RunStatus.Completed, run.Summary.Status);
            var done = DoneBy(worker, run)[before..];
            Assert.Equal(node, done[0]);
            Assert.All(done, name => Assert.Contains(name, expected));
        }
    }

    [Fact]
    public async Task The_same_request_begins_one_attempt()
    {
        var release = new TaskCompletionSource();
        await using var worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            await (item.Attempt == 1 && item.Id.Contains("~2~", StringComparison.Ordinal)
                ? release.Task.WaitAsync(cancellation)
                : Task.CompletedTask);
            return Echo(item);
        });
        var first = await RunAsync(Diamond);
        const string request = """{ "node": "d", "attempt": 1 }""";

        await RerunAsync(first, request);
        var repeated = await Admin.ControlAsync(ApiRoutes.RerunRun, first.Summary.Id, request);
        var other = await Admin.RefusedAsync(ApiRoutes.RerunRun, first.Summary.Id, """{ "node": "a" }""");
        release.SetResult();
        var run = await Admin.WaitForEndAsync(first.Summary.Id, first.LastEvent);
        var late = await Admin.ControlAsync(ApiRoutes.RerunRun, first.Summary.Id, request);

        Assert.Equal([2, 2, 2], [repeated.Summary.Attempt, run.Summary.Attempt, late.Summary.Attempt]);
        Assert.Contains("goes on", other.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "node": "x" }""", "/node")]
    [InlineData("""{ "node": "a", "iteration": 2 }""", "/iteration")]
    [InlineData("""{ "node": "a", "inputs": { "who": 1 } }""", "/inputs/who")]
    [InlineData("""{ "node": "a", "inputs": { "repository": "x" } }""", "/inputs")]
    [InlineData("""{ "node": "a", "input": { "a b": 1 } }""", "/input")]
    public async Task What_cannot_be_is_refused(string request, string pointer)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Echo);
        var run = await RunAsync(Diamond);

        var problem = await Admin.RefusedAsync(
            ApiRoutes.RerunRun, run.Summary.Id, request, HttpStatusCode.UnprocessableEntity);

        Assert.Equal([pointer], problem.Errors!.Keys);
    }

    [Fact]
    public async Task A_completed_run_and_a_cancelled_one_are_not_retried()
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, Echo);
        var completed = await RunAsync(Diamond);
        var cancelled = await Admin.RunAsync("version: 1\nname: never\nnodes: { w: { wait: P1D } }");
        await Admin.CancelAsync(cancelled.Summary.Id, "Enough.");
        await Admin.WaitForEndAsync(cancelled.Summary.Id);

        var first = await Admin.RefusedAsync(ApiRoutes.RetryRun, completed.Summary.Id);
        var second = await Admin.RefusedAsync(ApiRoutes.RetryRun, cancelled.Summary.Id);
        var third = await Admin.RefusedAsync(ApiRoutes.RetryRun, completed.Summary.Id, """{ "attempt": 3 }""");

        Assert.Contains("has completed", first.Detail, StringComparison.Ordinal);
        Assert.Contains("cancelled for good", second.Detail, StringComparison.Ordinal);
        Assert.Contains("is at attempt 1, and not at 3", third.Detail, StringComparison.Ordinal);
    }

    private async Task<RunDetail> RunAsync(string workflow)
    {
        var id = (await Admin.RunAsync(workflow)).Summary.Id;
        var run = await Admin.WaitForEndAsync(id);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        return run;
    }

    private Task<RunDetail> RerunAsync(RunDetail run, string request) =>
        Admin.ControlAsync(ApiRoutes.RerunRun, run.Summary.Id, request);

    private static string? Output(RunDetail run, string node) =>
        run.Node(node).Iterations[^1].Output!.Value.GetProperty("stdout").GetString();

    private static List<string> DoneBy(FakeWorker worker, RunDetail run) =>
        [.. worker.Claimed.Where(item => item.RunId == run.Summary.Id).Select(item => item.Node)];

    private static ReportRequest Echo(WorkItem item) =>
        FakeWorker.Done(item, stdout: string.Join(' ', item.Shell!.Run!));
}
