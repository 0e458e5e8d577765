using System.Globalization;
using System.Text;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Bench.Distribution;

/// <summary>
/// What graphs, lists and runs beside each other cost: whether a node of a large graph costs more than one of a small
/// graph, how fast one worker gets through a list, and how fairly runs get on together.
/// </summary>
internal sealed class GraphMeasurement(LoadOptions options, string folder)
{
    private const int Width = 20;
    private const int ListItems = 1_000;
    private const int FairRuns = 1_000;
    private const int FairNodes = 10;
    private const double FlatMust = 1.5;

    private static readonly int[] s_sizes = [100, 1_000, 5_000];

    internal async Task RunAsync(CancellationToken stop)
    {
        await using var controlPlane = new ControlPlane(folder, options.Storage);
        await controlPlane.StartAsync();
        var ledger = new Ledger();
        var key = controlPlane.AdminKey;
        using var client = new WireClient(controlPlane.Url, FaultRates.None);
        await using (var one = Crowd.Start(options with { Workers = 1 }, client, key, FaultRates.None, ledger))
        {
            await MeasureListAsync(client, key, ledger, stop);
        }

        await using var crowd = Crowd.Start(options with { Workers = 20 }, client, key, FaultRates.None, ledger);
        await MeasureSizesAsync(client, key, ledger, stop);
        await MeasureFairnessAsync(client, key, ledger, stop);
    }

    private static async Task MeasureListAsync(WireClient client, string key, Ledger ledger, CancellationToken stop)
    {
        var list = $"version: 1\nname: list\ndefaults: {{ tool: noop }}\nnodes:\n  map: {{ copies: {ListItems} }}\n"
            + $"  {LoadWorkflow.LastNode}: {{ needs: map }}\n";
        var load = await RunLoad.CreateAsync(client, key, ledger, list, stop);
        await load.RunAsync(runs: 2, inFlight: 1, stop);
        var run = load.Ended.Last();
        var done = run.Nodes.Count(node => node.Status == NodeStatus.Completed);
        Console.WriteLine(
            $"a list of {ListItems:N0} through one worker: {ListItems / Took(run).TotalSeconds:#,##0} nodes/s; "
            + (done == ListItems + 2 ? "nothing lost" : $"ONLY {done} OF {ListItems + 2} NODES DONE"));
    }

    private static async Task MeasureSizesAsync(WireClient client, string key, Ledger ledger, CancellationToken stop)
    {
        var costs = new List<double>();
        foreach (var size in s_sizes)
        {
            var load = await RunLoad.CreateAsync(client, key, ledger, Layers(size), stop);
            var runs = Math.Max(1, s_sizes[^1] / size / 5);
            await load.RunAsync(runs, inFlight: 1, stop);
            var cost = load.Ended.Average(run => Took(run).TotalMilliseconds) / size;
            costs.Add(cost);
            Console.WriteLine(
                $"a graph of {size:N0} nodes, {Width} wide: {cost:0.00} ms for each node, "
                + $"{1_000 / cost:#,##0} nodes/s");
        }

        var ratio = costs[^1] / costs[0];
        Console.WriteLine(
            $"a node of {s_sizes[^1]:N0} costs {ratio:0.00} times one of {s_sizes[0]:N0} (must {FlatMust:0.0}: "
            + $"{(ratio <= FlatMust ? "met" : "MISSED")})");
    }

    private static async Task MeasureFairnessAsync(
        WireClient client, string key, Ledger ledger, CancellationToken stop)
    {
        var load = await RunLoad.CreateAsync(client, key, ledger, Layers(FairNodes, width: 3, "fair"), stop);
        var took = await load.RunAsync(FairRuns, FairRuns, stop);
        var times = load.Ended.Select(run => Took(run).TotalSeconds).Order().ToList();
        Console.WriteLine(
            $"{FairRuns:N0} runs of {FairNodes} nodes at once in {took.TotalSeconds:0.0} s: a run takes "
            + $"{times[0]:0.0} to {times[^1]:0.0} s, half of them {times[FairRuns / 4]:0.0} to "
            + $"{times[FairRuns * 3 / 4]:0.0} s");
    }

    /// <summary>Nodes in layers, each waiting for the one above it, and one that waits for the last layer.</summary>
    private static string Layers(int nodes, int width = Width, string? name = null)
    {
        var text = new StringBuilder("version: 1\ndefaults: { tool: noop }\n");
        text.Append(CultureInfo.InvariantCulture, $"name: {name ?? $"layers-{nodes}"}\nnodes:\n");
        for (var n = 0; n < nodes - 1; n++)
        {
            text.Append(n < width ? $"  n{n}: {{ needs: [] }}\n" : $"  n{n}: {{ needs: n{n - width} }}\n");
        }

        var last = Enumerable.Range(nodes - 1 - width, width).Select(n => $"n{n}");
        text.Append($"  {LoadWorkflow.LastNode}: {{ needs: [{string.Join(", ", last)}] }}\n");
        return text.ToString();
    }

    private static TimeSpan Took(RunDetail run) => run.Summary.FinishedAt!.Value - run.Summary.CreatedAt;
}
