using Swarm.Contracts.Statuses;
using Swarm.Core.Conditions;
using Swarm.Core.Graph;

namespace Swarm.Tests.Core.Graph;

public class RandomGraphTests
{
    private const int Seeds = 3_000;
    private const int MaxSteps = 2_000;

    [Fact]
    public void Random_graphs_run_as_the_rules_say()
    {
        var (loops, stale, failed) = (0, 0, 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (l, s, f) = Compare(seed);
            loops += l;
            stale += s;
            failed += f;
        }

        // The graphs are worth something only if the rare things really happen in them.
        Assert.True(loops > Seeds / 4, $"Only {loops} loops were taken.");
        Assert.True(stale > 100, $"Only {stale} iterations were overtaken.");
        Assert.InRange(failed, Seeds / 10, Seeds);
    }

    private static (int Loops, int Stale, int Failed) Compare(int seed)
    {
        var random = new Random(seed);
        var definition = RandomGraphs.Make(random);
        var failureRate = random.Next(3) == 0 ? 0 : 0.15;
        var graph = GraphState.Start(definition);
        var naive = new NaiveGraph(definition);
        var running = new List<NodeStart>();
        var (loops, stale) = (0, 0);
        for (var step = 0; step < MaxSteps && !graph.IsFinished; step++)
        {
            if (running.Count == 0 || random.Next(4) > 0)
            {
                var starts = graph.TakeReady();
                AssertSame(seed, step, Names(naive.TakeReady()), Names(starts));
                running.AddRange(starts);
            }

            Assert.True(running.Count > 0, $"Seed {seed}, step {step}: nothing runs, and the graph has not ended.");
            if (random.Next(150) == 0)
            {
                graph.Cancel("The user asked for it.");
                naive.Cancel();
            }

            var ended = running[random.Next(running.Count)];
            running.Remove(ended);
            var output = RandomGraphs.Json($$"""{ "x": {{random.Next(3)}} }""");
            var fails = random.NextDouble() < failureRate;
            stale += ended.Iteration < graph.Node(ended.NodeId).Iteration || IsOvertaken(graph, ended) ? 1 : 0;
            graph.Complete(
                ended.NodeId, ended.Iteration, fails ? NodeOutcome.Failed : NodeOutcome.Completed, output);
            naive.Complete(ended.NodeId, ended.Iteration, new NodeResult(output, fails, null));
            loops += graph.TakeChanges().OfType<LoopTaken>().Count();
            AssertSame(seed, step, Describe(naive), Describe(graph));
        }

        Assert.True(graph.IsFinished, $"Seed {seed}: the graph does not end.");
        Assert.Equal((true, naive.Outcome), (naive.IsFinished, graph.Outcome!.Value));
        Assert.Equal(graph.NodeCount, graph.EndedCount);
        Assert.Equal(graph.Outcome == GraphOutcome.Completed, graph.Reason is null);
        return (loops, stale, graph.Outcome == GraphOutcome.Failed ? 1 : 0);
    }

    private static bool IsOvertaken(GraphState graph, NodeStart start) =>
        graph.Node(start.NodeId).Rounds.Single(r => r.Iteration == start.Iteration).Superseded;

    private static string Names(IEnumerable<NodeStart> starts) =>
        string.Join(' ', starts.Select(s => $"{s.NodeId}:{s.Iteration}").Order());

    private static string Describe(GraphState graph) => string.Join(
        ' ', graph.Nodes.OrderBy(n => n.NodeId).Select(n => $"{n.NodeId}:{n.Iteration}:{n.Status}"));

    private static string Describe(NaiveGraph graph) => string.Join(
        ' ', graph.Nodes.OrderBy(n => n.Id).Select(n => $"{n.Id}:{n.Iteration}:{ToStatus(n.Status)}"));

    private static NodeStatus ToStatus(NaiveStatus status) => status switch
    {
        NaiveStatus.Waiting or NaiveStatus.Ready => NodeStatus.Pending,
        NaiveStatus.Running => NodeStatus.InProgress,
        NaiveStatus.Completed => NodeStatus.Completed,
        NaiveStatus.Failed => NodeStatus.Failed,
        NaiveStatus.Skipped => NodeStatus.Skipped,
        _ => NodeStatus.Cancelled,
    };

    private static void AssertSame(int seed, int step, string expected, string actual) =>
        Assert.True(expected == actual, $"Seed {seed}, step {step}:\nexpected {expected}\nactual   {actual}");
}
