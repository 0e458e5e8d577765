using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

public sealed class FanOutTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task A_list_that_a_node_put_out_is_mapped_and_joined()
    {
        const string workflow = """
            version: 1
            name: mapped
            nodes:
              find: { run: [find], output: json }
              work: { run: [work, "${item.name}", "${index}"], needs: find, forEach: "${find.value}" }
              join: { run: [join, "${work.items[1].stdout}", "${work.values}", "${work.failed}"], needs: work }
            """;

        var run = await running.RunToEndAsync(workflow, item => item.Node switch
        {
            "find" => FakeWorker.Done(item, stdout: """[{ "name": "a" }, { "name": "b" }, { "name": "c" }]"""),
            _ => FakeWorker.Done(item, stdout: string.Join(' ', item.Shell!.Run!) + "\n"),
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [
                "find completed", "work completed", "work[0] completed", "work[1] completed", "work[2] completed",
                "join completed",
            ],
            run.Statuses());
        Assert.Equal(
            "join work b 1\n [\"work a 0\",\"work b 1\",\"work c 2\"] 0\n",
            run.Node("join").Iterations[0].Output!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task Copies_of_the_same_work_go_to_several_workers()
    {
        const string workflow = """
            version: 1
            name: copies
            nodes:
              ask: { run: [ask, "${item}"], copies: 5 }
            outputs: { answers: "${ask.values}", statuses: "${ask.statuses}" }
            """;

        var run = await running.RunToEndAsync(
            workflow, item => FakeWorker.Done(item, stdout: item.Shell!.Environment["SWARM_ITEM"]));

        Assert.Equal("[\"0\",\"1\",\"2\",\"3\",\"4\"]", run.Output!.Value.GetProperty("answers").GetRawText());
        Assert.All(
            run.Output!.Value.GetProperty("statuses").EnumerateArray(),
            status => Assert.Equal("completed", status.GetString()));
    }

    [Fact]
    public async Task An_item_that_fails_ends_the_others()
    {
        const string workflow = """
            version: 1
            name: map-fail-fast
            nodes:
              map: { run: [work], forEach: [a, b, c, d], maxParallel: 2 }
            """;
        FakeWorker worker = null!;
        var held = new TaskCompletionSource();
        await using var _ = worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            if (item.Node == "map[0]")
            {
                held.SetResult();
                return await worker.WaitForCancelAsync(item, cancellation);
            }

            await held.Task.WaitAsync(cancellation);
            return FakeWorker.Failed(item, "Broken.");
        });

        var started = await running.Plane.Admin.RunAsync(workflow);
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal("Node 'map' failed: Item 1 failed: Broken.", run.Summary.Reason);
        Assert.Equal(["map failed", "map[0] cancelled", "map[1] failed"], run.Statuses());
    }

    [Fact]
    public async Task With_collect_every_item_is_done_and_what_failed_is_counted()
    {
        const string workflow = """
            version: 1
            name: map-collect
            nodes:
              map:  { run: [work], forEach: [a, b, c], onFailure: collect }
              good: { run: [good] }
              bad:  { run: [bad, "${map.statuses}"] }
            edges:
              - { from: map, to: good, when: { path: failed, equals: 0 } }
              - { from: map, to: bad, when: { path: failed, greaterThan: 0 } }
            """;

        var run = await running.RunToEndAsync(workflow, item => item.Node switch
        {
            "map[1]" => FakeWorker.Failed(item, "Broken."),
            _ => FakeWorker.Done(item, stdout: string.Join(' ', item.Shell!.Run!)),
        });

        Assert.Equal(
            ["map completed", "map[0] completed", "map[1] failed", "map[2] completed", "good skipped", "bad completed"],
            run.Statuses());
        Assert.Equal(
            """bad ["completed","failed","completed"]""",
            run.Node("bad").Iterations[0].Output!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task What_is_no_list_fails_the_node()
    {
        const string workflow = """
            version: 1
            name: no-list
            nodes:
              find: { run: [find] }
              map:  { run: [work], needs: find, forEach: "${find.stdout}" }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item, stdout: "[1, 2]"));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("forEach must be a list, but is a text", run.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_is_done_at_once()
    {
        const string workflow = """
            version: 1
            name: empty-list
            nodes:
              map: { run: [work], forEach: [] }
            outputs: { values: "${map.values}" }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal("""{"values":[]}""", run.Output!.Value.GetRawText());
    }

    [Fact]
    public async Task A_list_that_is_too_long_for_one_history_is_done_in_parts()
    {
        const string workflow = """
            version: 1
            name: long-list
            nodes:
              map: { run: [work, "${item}"], copies: 450, maxParallel: 300 }
            outputs: { count: "${map.count}", failed: "${map.failed}", last: "${map.items[449].stdout}" }
            """;
        var done = new HashSet<string>();

        var run = await running.RunToEndAsync(workflow, (item, _) =>
        {
            lock (done)
            {
                Assert.True(done.Add(item.Node));
            }

            return Task.FromResult(FakeWorker.Done(item, stdout: item.Shell!.Run![1]));
        });

        Assert.Equal("""{"count":450,"failed":0,"last":"449"}""", run.Output!.Value.GetRawText());
        Assert.Equal(450, done.Count);
    }

    [Fact]
    public async Task A_loop_runs_the_whole_list_again()
    {
        const string workflow = """
            version: 1
            name: map-loop
            nodes:
              map:   { run: [work, "${item}"], forEach: [a, b] }
              check: { run: [check, "${map.values}"], needs: map, accept: [0, 1] }
            edges:
              - { from: check, to: map, when: { path: exitCode, equals: 1 }, loop: { max: 1 } }
            """;

        var run = await running.RunToEndAsync(workflow, Loop);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [
                "map completed", "map@2[0] completed", "map@2[1] completed", "map[0] completed", "map[1] completed",
                "check completed",
            ],
            run.Statuses());
        Assert.Equal(
            """["a2","b2"]""", run.Node("check").Iterations[1].Output!.Value.GetProperty("stdout").GetString());
    }

    private static ReportRequest Loop(WorkItem item)
    {
        var round = item.Node.StartsWith("map@2", StringComparison.Ordinal) ? 2 : 1;
        return item.Node == "check"
            ? FakeWorker.Done(item, exitCode: item.Iteration == 1 ? 1 : 0, stdout: item.Shell!.Run![1])
            : FakeWorker.Done(item, stdout: $"{item.Shell!.Run![1]}{round}");
    }
}
