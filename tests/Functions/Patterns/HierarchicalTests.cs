using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Leases;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Patterns;

public sealed class HierarchicalTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: directed
        pattern: hierarchical
        inputs: { goal: { type: string, default: a house } }
        director: { run: [plan, "${inputs.goal}"] }
        workers:
          builder: { run: [build, "${subtask.input.what}", "${subtask.title}"] }
        limits: { nodes: 4, rounds: 3, corrections: 1, depth: 1 }
        """;

    [Fact]
    public async Task A_director_plans_workers_build_and_the_director_looks_at_it()
    {
        var reports = new List<JsonElement>();

        var run = await running.RunToEndAsync(Workflow, item =>
        {
            if (item.Node != "director")
            {
                return FakeWorker.Done(item, stdout: $"{string.Join(' ', item.Shell!.Run!.Skip(1))} done\n");
            }

            reports.Add(Briefing(item));
            return FakeWorker.Done(item, stdout: item.Iteration switch
            {
                1 => """
                    Here is my plan:
                    ```json
                    { "subtasks": [
                      { "id": "walls", "worker": "builder", "title": "Build ${walls}", "input": { "what": "walls" } },
                      { "id": "roof", "worker": "builder", "needs": ["walls"], "input": { "what": "${run.id}" } }
                    ] }
                    ```
                    """,
                2 => """{ "subtasks": [{ "id": "door", "worker": "builder", "input": { "what": "door" } }] }""",
                _ => """{ "done": true, "result": { "rooms": 3 } }""",
            });
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            ["director completed", "round-1.roof completed", "round-1.walls completed", "round-2.door completed"],
            run.Statuses());
        Assert.Equal(
            """{"result":{"rooms":3},"rounds":2,"subtasks":3}""",
            run.Output!.Value.GetRawText().Replace(" ", "", StringComparison.Ordinal));

        // What the director writes is data: it is never read as a reference.
        var second = reports[1].GetProperty("subtasks");
        Assert.Equal("walls Build ${walls} done", second[0].GetProperty("result").GetString());
        Assert.Equal("${run.id} roof done", second[1].GetProperty("result").GetString());
        Assert.Equal(2, reports[1].GetProperty("round").GetInt32());
        Assert.Equal(1, reports[2].GetProperty("roundsLeft").GetInt32());
    }

    [Fact]
    public async Task What_is_wrong_with_a_plan_goes_back_to_the_director()
    {
        var errors = new List<string>();

        var run = await running.RunToEndAsync(Workflow, item =>
        {
            errors.AddRange(Briefing(item).GetProperty("errors").EnumerateArray().Select(error => error.GetString()!));
            return FakeWorker.Done(item, stdout: item.Iteration == 1
                ? """{"subtasks":[{"id":"a","worker":"mason"},{"id":"b","worker":"builder","needs":["c"]}]}"""
                : """{ "done": true }""");
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [
                "/subtasks/0/worker: there is no worker 'mason'. There are: builder, director.",
                "/subtasks: 'b' needs 'c', which is no subtask of this plan.",
            ],
            errors);
    }

    [Fact]
    public async Task A_director_that_goes_on_being_wrong_fails_the_run()
    {
        var run = await running.RunToEndAsync(Workflow, item => FakeWorker.Done(item, stdout: "I do not know."));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("wrong 2 times in a row", run.Summary.Reason, StringComparison.Ordinal);
        Assert.Contains("holds no JSON object", run.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_subtasks_than_allowed_are_refused()
    {
        var run = await running.RunToEndAsync(Workflow, item => item.Node == "director"
            ? FakeWorker.Done(item, stdout: Plan(item.Iteration < 3 ? 2 : 1))
            : FakeWorker.Done(item));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("only 0 more are allowed", run.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subtask_that_fails_is_told_to_the_director()
    {
        string? status = null;

        var run = await running.RunToEndAsync(Workflow, item =>
        {
            if (item.Node != "director")
            {
                return FakeWorker.Failed(item, "No bricks.");
            }

            if (item.Iteration == 1)
            {
                return FakeWorker.Done(item, stdout: Plan(1));
            }

            var subtask = Briefing(item).GetProperty("subtasks")[0];
            status = $"{subtask.GetProperty("status").GetString()}: {subtask.GetProperty("reason").GetString()}";
            return FakeWorker.Done(item, stdout: """{ "done": true, "result": "gave up" }""");
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal("failed: No bricks.", status);
    }

    [Fact]
    public async Task A_subtask_may_have_a_director_of_its_own_as_deep_as_allowed()
    {
        var deepest = new List<string>();

        var run = await running.RunToEndAsync(Workflow, item =>
        {
            if (!item.Node.EndsWith("director", StringComparison.Ordinal))
            {
                return FakeWorker.Done(item);
            }

            deepest.Add($"{item.Node}: {string.Join(' ', Briefing(item).GetProperty("workers").EnumerateArray())}");
            return FakeWorker.Done(item, stdout: item switch
            {
                { Node: "director", Iteration: 1 } =>
                    """{ "subtasks": [{ "id": "sub", "worker": "director", "input": { "goal": "a shed" } }] }""",
                { Iteration: 1 } => Plan(1),
                _ => """{ "done": true }""",
            });
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [
                "director completed", "round-1.sub completed", "round-1.sub.director completed",
                "round-1.sub.round-1.t1 completed",
            ],
            run.Statuses());
        Assert.Equal("director: builder director", deepest[0]);
        Assert.Equal("round-1.sub.director: builder", deepest[1]);
    }

    [Fact]
    public async Task What_it_costs_counts_behind_ten_thousand_other_work_items()
    {
        var workflow = Workflow.Replace("depth: 1", "cost: 5", StringComparison.Ordinal);

        var run = await running.RunToEndAsync(workflow, async (item, _) =>
        {
            if (item.Node != "director")
            {
                return FakeWorker.Done(item) with { Usage = new ToolUsage { CostUsd = 6 } };
            }

            if (item.Iteration == 1)
            {
                await CrowdAsync(item.RunId, 10_000);
            }

            return FakeWorker.Done(item, stdout: Plan(1));
        });

        Assert.Equal("It has cost 6 US dollars, more than 5 (limits.cost).", run.Summary.Reason);
    }

    [Fact]
    public async Task What_the_whole_costs_is_limited()
    {
        var run = await running.RunToEndAsync(
            Workflow.Replace("depth: 1", "cost: 5", StringComparison.Ordinal),
            item =>
            {
                var done = FakeWorker.Done(item, stdout: item.Node == "director" ? Plan(1) : "");
                return done with { Usage = new ToolUsage { CostUsd = item.Node == "director" ? 0.5m : 3 } };
            });

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("It has cost 7.5 US dollars, more than 5 (limits.cost).", run.Summary.Reason);
        Assert.Equal(
            ["director completed", "round-1.t1 completed", "round-2.t1 completed"], run.Statuses());
    }

    [Fact]
    public async Task The_time_of_the_whole_is_limited()
    {
        FakeWorker worker = null!;
        await using var _ = worker = await FakeWorker.StartAsync(
            running.Plane,
            async (item, cancellation) => item.Node == "director"
                ? FakeWorker.Done(item, stdout: Plan(1))
                : await worker.WaitForCancelAsync(item, cancellation));

        var started = await running.Plane.Admin.RunAsync(
            Workflow.Replace("depth: 1", "time: PT2S", StringComparison.Ordinal));
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("limits.time", run.Summary.Reason, StringComparison.Ordinal);
        Assert.Equal(["director completed", "round-1.t1 cancelled"], run.Statuses());
    }

    [Fact]
    public async Task A_fallback_takes_the_place_of_a_director_that_gives_no_good_plan()
    {
        var run = await running.RunToEndAsync(WithFallback(), item => item.Node == "director"
            ? FakeWorker.Done(item, stdout: "I do not know.")
            : FakeWorker.Done(item, stdout: $"{string.Join(' ', item.Shell!.Run!)}\n"));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            ["director completed", "fallback completed", "fallback.by-hand completed"], run.Statuses());
        Assert.Equal("by hand: a house\n", run.Output!.Value.GetProperty("result").GetProperty("made").GetString());
        Assert.Contains(
            "wrong 2 times in a row", run.Output.Value.GetProperty("fallback").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["plan_refused", "plan_refused", "fallback_taken"], await PlanEventsAsync(run.Summary.Id));
    }

    [Fact]
    public async Task A_fallback_takes_the_place_of_a_director_that_fails()
    {
        var run = await running.RunToEndAsync(WithFallback(), item => item.Node == "director"
            ? FakeWorker.Failed(item, "The model is gone.")
            : FakeWorker.Done(item, stdout: "made\n"));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            "The director failed: The model is gone.", run.Output!.Value.GetProperty("fallback").GetString());
    }

    [Fact]
    public async Task A_fallback_takes_the_place_of_a_director_whom_no_worker_can_be()
    {
        var run = await running.RunToEndAsync(
            WithFallback(patience: "PT1S", labels: "oracle"), item => FakeWorker.Done(item, stdout: "made\n"));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            ["director cancelled", "fallback completed", "fallback.by-hand completed"], run.Statuses());
        Assert.StartsWith(
            "No worker can plan it. None of ",
            run.Output!.Value.GetProperty("fallback").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fallback_takes_the_place_of_a_director_that_takes_too_long()
    {
        FakeWorker worker = null!;
        await using var _ = worker = await FakeWorker.StartAsync(
            running.Plane,
            async (item, cancellation) => item.Node == "director"
                ? await worker.WaitForCancelAsync(item, cancellation)
                : FakeWorker.Done(item, stdout: "made\n"));

        var started = await running.Plane.Admin.RunAsync(WithFallback(patience: "PT1S"));
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            "The director gave no plan within PT1S.", run.Output!.Value.GetProperty("fallback").GetString());
    }

    [Fact]
    public async Task A_fallback_is_skipped_when_there_is_a_plan_and_helps_no_more_once_one_was_carried_out()
    {
        var run = await running.RunToEndAsync(WithFallback(), item => item switch
        {
            { Node: "director", Iteration: 1 } => FakeWorker.Done(item, stdout: Plan(1)),
            { Node: "director" } => FakeWorker.Failed(item, "The model is gone."),
            _ => FakeWorker.Done(item),
        });

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal("The director failed: The model is gone.", run.Summary.Reason);
        Assert.Equal(
            ["director failed", "fallback skipped", "round-1.t1 completed"], run.Statuses());
        Assert.Equal(["plan_accepted"], await PlanEventsAsync(run.Summary.Id));
    }

    [Fact]
    public async Task A_subtask_goes_on_without_the_result_of_one_that_has_failed_and_put_nothing_out()
    {
        const string workflow = """
            version: 1
            name: goes-on
            pattern: hierarchical
            director: { run: [plan] }
            workers: { builder: { run: [build] } }
            limits: { depth: 1 }
            """;
        const string plan = """
            { "subtasks": [
              { "id": "walls", "worker": "director", "continueOnFailure": true },
              { "id": "door", "worker": "builder" },
              { "id": "roof", "worker": "builder", "needs": ["walls", "door"] }] }
            """;
        string? results = null;

        var run = await running.RunToEndAsync(workflow, item =>
        {
            results = item.Node == "round-1.roof" ? item.Shell!.Environment["SWARM_INPUT_RESULTS"] : results;
            return item switch
            {
                { Node: "director", Iteration: 1 } => FakeWorker.Done(item, stdout: plan),
                { Node: "director" } => FakeWorker.Done(item, stdout: """{ "done": true }"""),
                { Node: "round-1.walls.director" } => FakeWorker.Failed(item, "No idea."),
                _ => FakeWorker.Done(item),
            };
        });

        Assert.Equal(NodeStatus.Failed, run.Node("round-1.walls").Status);
        Assert.Equal(NodeStatus.Completed, run.Node("round-1.roof").Status);
        Assert.Equal(["door"], JsonElement.Parse(results!).EnumerateObject().Select(result => result.Name));
    }

    private static string WithFallback(string patience = "PT10M", string labels = "") => $$"""
        version: 1
        name: directed-or-not
        pattern: hierarchical
        inputs: { goal: { type: string, default: a house } }
        director: { run: [plan, "${inputs.goal}"], requires: { labels: [{{labels}}] } }
        workers:
          builder: { run: [build, "${subtask.input.what}"] }
        limits: { corrections: 1, patience: {{patience}} }
        fallback:
          input: { goal: "${inputs.goal}" }
          workflow:
            inputs: { goal: { type: string } }
            nodes: { by-hand: { run: ["by", "hand:", "${inputs.goal}"] } }
            outputs: { made: "${by-hand.stdout}" }
        """;

    private async Task<IEnumerable<string>> PlanEventsAsync(string runId)
    {
        var types = new List<string>();
        await foreach (var told in running.Plane.Admin.FollowAsync(runId))
        {
            if (told.Type.StartsWith("plan_", StringComparison.Ordinal) || told.Type == RunEventTypes.FallbackTaken)
            {
                types.Add(told.Type);
            }
        }

        return types;
    }

    private static JsonElement Briefing(WorkItem item) =>
        JsonElement.Parse(item.Shell!.Environment["SWARM_INPUT_BRIEFING"]);

    private static string Plan(int subtasks)
    {
        var list = Enumerable.Range(1, subtasks)
            .Select(n => $$"""{ "id": "t{{n}}", "worker": "builder", "input": { "what": "x" } }""");
        return $$"""{ "subtasks": [{{string.Join(", ", list)}}] }""";
    }

    /// <summary>Work items that cost nothing; their ids come before those of the run's own.</summary>
    private Task CrowdAsync(string runId, int count)
    {
        var tables = running.Plane.Services.GetRequiredService<SwarmTables>();
        return tables.AddRowsAsync(runId, Enumerable.Range(0, count).Select(number => Documents.ToRow(
            runId,
            RunRows.Work($"{runId}~0~{number:D6}"),
            new WorkItemDocument
            {
                Spec = Work.Spec($"{runId}~0~{number:D6}", runId),
                Lease = new LeaseState { Status = WorkItemStatus.Completed },
                QueuedAt = TimeProvider.System.GetUtcNow(),
            },
            WorkItemsJsonContext.Default.WorkItemDocument)));
    }
}
