using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
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

    private static readonly string[] s_starts =
        [RunEventTypes.NodeQueued, RunEventTypes.NodeStarted, RunEventTypes.CheckpointOpened];

    private static readonly string[] s_ends = [RunEventTypes.NodeCompleted, RunEventTypes.NodeFailed];

    private readonly ConcurrentDictionary<string, string> _held = new();
    private readonly ConcurrentQueue<string> _clashes = new();

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task Random_workflows_end_as_the_model_says()
    {
        var first = Number("SWARM_SEED", 1);
        var isSoak = Environment.GetEnvironmentVariable("SWARM_SOAK") == "1";
        var count = Number("SWARM_SOAK_WORKFLOWS", isSoak ? 10_000 : 300);
        var counts = new ConcurrentDictionary<string, int>();
        await using var worker = await FakeWorker.StartAsync(running.Plane, WorkAsync, slots: 8);

        await Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (seed, _) => await CheckAsync(seed, counts));

        Assert.Empty(_clashes);

        // They are worth something only if everything really happens in them.
        string[] expected =
        [
            "run completed", "run failed", "work", "workflow", "checkpoint", "wait", "fan-out", "sequential",
            "concurrent", "graph", "mixture", "hierarchical", "skipped", "failed", "second iteration", "retried",
        ];
        Assert.All(expected, what => Assert.True(counts.GetValueOrDefault(what) > count / 100, $"{what} is rare."));
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : usual;

    private async Task<ReportRequest> WorkAsync(WorkItem item, CancellationToken cancellation)
    {
        var names = item.Shell!.Environment.GetValueOrDefault(RandomWorkflows.Held)?.Split(' ') ?? [];
        foreach (var name in names.Where(name => !_held.TryAdd(name, item.Id)))
        {
            _clashes.Enqueue($"{item.Id} began while {_held.GetValueOrDefault(name)} had the lock {name}.");
        }

        await Task.Yield();
        Array.ForEach(names, name => _held.TryRemove(name, out _));
        return Work(item);
    }

    private static ReportRequest Work(WorkItem item)
    {
        var work = FakeWork.Do(item.Node, item.Iteration, item.Attempt, item.Shell!.Run!);
        return work.Failed
            ? FakeWorker.Failed(item, "It failed.")
            : FakeWorker.Done(item, work.ExitCode, work.Stdout!);
    }

    private async Task CheckAsync(int seed, ConcurrentDictionary<string, int> counts)
    {
        var random = new RandomWorkflows(new Random(seed));
        var file = random.File($"random-{seed}").ToJsonString();
        var parsed = WorkflowParser.Parse(file);
        Assert.True(parsed.IsValid, $"Seed {seed}: {string.Join(' ', parsed.Errors)}\n{file}");
        var model = new Model();
        var (failed, output) = model.Run(
            parsed.Definition, "", new Dictionary<string, JsonNode?> { ["v"] = "seed" });

        var run = await new RandomControl(Admin, seed).RunAsync(file, random.Events);
        var events = (await Admin.EventsAsync(run.Summary.Id)).ToList();
        events.RemoveRange(0, 1 + events.FindLastIndex(told => told.Type == RunEventTypes.RunRetried));
        if (run.Summary.Attempt > 1)
        {
            Add(counts, "retried");
            if (failed)
            {
                // The limits of loops and of corrections count anew, so that it may end well now.
                return;
            }
        }

        var problem = Compare(run, events, model, failed, output);
        Assert.True(problem is null, $"Seed {seed}: {problem}\n{file}");
        Count(parsed.Definition, counts);
        Add(counts, failed ? "run failed" : "run completed");
        Add(counts, "skipped", run.Nodes.Count(node => node.Status == NodeStatus.Skipped));
        Add(counts, "failed", run.Nodes.Count(node => node.Status == NodeStatus.Failed));
        Add(counts, "second iteration", run.Nodes.Count(node => node.Iteration > 1));
    }

    private static string? Compare(
        RunDetail run, IReadOnlyList<RunEvent> events, Model model, bool failed, JsonNode? output)
    {
        var expected = failed ? RunStatus.Failed : RunStatus.Completed;
        if (run.Summary.Status != expected)
        {
            return $"the run is {run.Summary.Status} ({run.Summary.Reason}), but should be {expected}.";
        }

        if (!failed && !IsSame(run.Output ?? JsonElement.Parse("{}"), output ?? new JsonObject()))
        {
            return $"the run puts out {run.Output}, but should put out {output?.ToJsonString()}.";
        }

        var certain = model.Nodes.Where(node => !model.IsUncertain(node.Key)).ToDictionary();
        var nodes = run.Nodes.ToDictionary(node => node.Path);
        return certain.Select(node => CompareNode(node.Key, node.Value, nodes))
            .Concat(nodes.Keys
                .Where(path => !model.IsUncertain(path) && !model.Nodes.ContainsKey(path))
                .Select(path => $"node '{path}' should not be there."))
            .Concat(model.Order
                .Where(pair => certain.ContainsKey(pair.From) && certain.ContainsKey(pair.To))
                .Select(pair => CompareOrder(pair, events)))
            .FirstOrDefault(problem => problem is not null);
    }

    private static string? CompareNode(string path, ModelNode expected, Dictionary<string, NodeState> nodes)
    {
        if (!nodes.TryGetValue(path, out var node))
        {
            return $"node '{path}' is not there.";
        }

        if (node.Status != expected.Status || node.Iteration != expected.Iteration)
        {
            return $"node '{path}' is {node.Status} in iteration {node.Iteration}, but should be {expected.Status} in "
                + $"{expected.Iteration}.";
        }

        var wanted = expected.Output?["stdout"];
        return expected.Status != NodeStatus.Completed || wanted is null
            || IsSame(node.Iterations[^1].Output!.Value.GetProperty("stdout"), wanted)
                ? null
                : $"node '{path}' puts out {node.Iterations[^1].Output}, but should put out {wanted}.";
    }

    private static string? CompareOrder((string From, string To) pair, IReadOnlyList<RunEvent> events)
    {
        var end = events.LastOrDefault(told => told.Node == pair.From && s_ends.Contains(told.Type));
        var start = events.FirstOrDefault(told => told.Node == pair.To && s_starts.Contains(told.Type));
        return end is null || start is null || end.Sequence < start.Sequence
            ? null
            : $"node '{pair.To}' began before '{pair.From}' had ended.";
    }

    private static bool IsSame(JsonElement actual, JsonNode expected) =>
        JsonElement.DeepEquals(actual, JsonSerializer.SerializeToElement(expected));

    private static void Count(WorkflowDefinition workflow, ConcurrentDictionary<string, int> counts)
    {
        Add(counts, workflow.Pattern.ToString().ToLowerInvariant());
        foreach (var node in workflow.Nodes)
        {
            Add(counts, node.Kind.ToString().ToLowerInvariant());
            Add(counts, "fan-out", node.FanOut is null ? 0 : 1);
            if (node.Workflow?.Definition is { } inner)
            {
                Count(inner, counts);
            }
        }
    }

    private static void Add(ConcurrentDictionary<string, int> counts, string what, int count = 1) =>
        counts.AddOrUpdate(what, count, (_, known) => known + count);
}
