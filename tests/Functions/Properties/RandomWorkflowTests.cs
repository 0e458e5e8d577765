using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Workflows;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Random workflows of all kinds run on the engine and end as the model says: statuses, outputs and order. Some are
/// paused and resumed on the way, some stopped and retried. 300 of them,
/// 10,000 in soak, or as many as SWARM_SOAK_WORKFLOWS says; SWARM_SEED names the first seed.
/// </summary>
public sealed class RandomWorkflowTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const int AtATime = 12;
    private const int ProblemsShown = 20;

    private static readonly Dictionary<string, WorkflowDefinition> s_stored = new()
    {
        ["stored-before"] = WorkflowParser.Parse(RandomWorkflows.Stored).Definition!,
    };

    private readonly ConcurrentQueue<string> _problems = new();

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task Random_workflows_end_as_the_model_says()
    {
        var first = Number("SWARM_SEED", 1);
        var isSoak = Environment.GetEnvironmentVariable("SWARM_SOAK") == "1";
        var count = Number("SWARM_SOAK_WORKFLOWS", isSoak ? 10_000 : 300);
        var counts = new ConcurrentDictionary<string, int>();
        using var quiet = new Quiet();
        await using var workers = new RandomWorkers(running.Plane);
        await workers.StartAsync();
        await Admin.StoreAsync(RandomWorkflows.Stored);

        await Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (seed, _) => await CheckAsync(seed, counts, workers, quiet));

        Array.ForEach([.. workers.Problems], _problems.Enqueue);
        Assert.True(_problems.IsEmpty, string.Join('\n', _problems.Take(ProblemsShown)));

        // They are worth something only if everything really happens in them.
        string[] expected =
        [
            "run completed", "run failed", "work", "workflow", "checkpoint", "wait", "fan-out", "sequential",
            "concurrent", "graph", "mixture", "hierarchical", "skipped", "failed", "second iteration", "retried",
            "judged", "reviewed", "undone", "fallback", "second attempt", "corrected", "private", "inner director",
            "list from elsewhere",
        ];
        Assert.All(expected, what => Assert.True(counts.GetValueOrDefault(what) > count / 100, $"{what} is rare."));
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : usual;

    private async Task CheckAsync(
        int seed, ConcurrentDictionary<string, int> counts, RandomWorkers workers, Quiet quiet)
    {
        var random = new RandomWorkflows(new Random(seed));
        var file = random.File($"random-{seed}").ToJsonString();
        var parsed = WorkflowParser.Parse(file);
        if (!parsed.IsValid)
        {
            _problems.Enqueue($"Seed {seed}: {string.Join(' ', parsed.Errors)}\n{file}");
            return;
        }

        var model = new Model(s_stored);
        var (failed, output) = model.Run(
            parsed.Definition, "", new Dictionary<string, JsonNode?> { [RandomWorkflows.Input] = "seed" });

        RunDetail run;
        try
        {
            run = await new RandomControl(running.Plane, seed, quiet).RunAsync(file, random.Events);
        }
        catch (TimeoutException exception)
        {
            _problems.Enqueue($"Seed {seed}: it does not come to its end. {exception.Message}\n{file}");
            return;
        }

        var events = (await Admin.EventsAsync(run.Summary.Id)).ToList();
        events.RemoveRange(0, 1 + events.FindLastIndex(told => told.Type == RunEventTypes.RunRetried));
        if (run.Summary.Attempt > 1)
        {
            Add(counts, "retried");
            if (failed || model.Ledger.HasReachedLimit)
            {
                // The limits of loops and of corrections count anew, so that it may end well now.
                return;
            }
        }

        var asked = workers.TakeAsked(run.Summary.Id);
        var problem = new ModelComparison(run, events, asked, model.Ledger).Find(failed, output);
        if (problem is not null)
        {
            _problems.Enqueue($"Seed {seed}: {problem}\n{file}");
            return;
        }

        Count(parsed.Definition, counts);
        Add(counts, failed ? "run failed" : "run completed");
        Add(counts, "skipped", run.Nodes.Count(node => node.Status == NodeStatus.Skipped));
        Add(counts, "failed", run.Nodes.Count(node => node.Status == NodeStatus.Failed));
        Add(counts, "second iteration", run.Nodes.Count(node => node.Iteration > 1));
        Add(counts, "second attempt", run.Nodes.Count(node => node.Iterations.Any(one => one.Attempts > 1)));
        Add(counts, "undone", run.Nodes.Count(node => node.Path.Contains("compensate.", StringComparison.Ordinal)));
        Add(counts, "private", asked.Values.Count(place => place.Privacy == Privacy.Sensitive));
        Add(counts, "inner director", asked.Keys.Count(IsInnerDirector));
        Add(counts, "fallback", events.Count(told => told.Type == RunEventTypes.FallbackTaken));
        Add(counts, "corrected", events.Count(told => told.Type == RunEventTypes.CheckpointClosed
            && told.Data!.Value.GetProperty("status").GetString() == Answers.Corrected));
    }

    private static bool IsInnerDirector(string path) =>
        path.Contains("round-", StringComparison.Ordinal)
        && path.EndsWith($".{HierarchyDefinition.Director}", StringComparison.Ordinal);

    private static void Count(WorkflowDefinition workflow, ConcurrentDictionary<string, int> counts)
    {
        Add(counts, workflow.Pattern.ToString().ToLowerInvariant());
        Add(counts, "reviewed", workflow.Checkpoints is null ? 0 : 1);
        foreach (var node in workflow.Nodes)
        {
            Add(counts, node.Kind.ToString().ToLowerInvariant());
            Add(counts, "fan-out", node.FanOut is null ? 0 : 1);
            Add(counts, "list from elsewhere", node.FanOut?.Over?.ValueKind == JsonValueKind.String ? 1 : 0);
            Add(counts, "judged", node.Evaluation is null ? 0 : 1);
            if (node.Workflow?.Definition is { } inner)
            {
                Count(inner, counts);
            }
        }
    }

    private static void Add(ConcurrentDictionary<string, int> counts, string what, int count = 1) =>
        counts.AddOrUpdate(what, count, (_, known) => known + count);
}
