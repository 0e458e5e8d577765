using System.Globalization;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Tests.EndToEnd.Faults;

/// <summary>
/// A bad network and <c>kill -9</c> of the agent, from a printed seed (SWARM_SEED repeats one, SWARM_ROUNDS says how
/// many): every result counts once, and every log is complete.
/// </summary>
public sealed class FaultTests(ITestOutputHelper log)
{
    private const int FewRounds = 10;
    private const int ManyRounds = 100;
    private const int Together = 5;
    private const int Nodes = 3;
    private const int Lines = 300;
    private static readonly TimeSpan RoundLimit = TimeSpan.FromMinutes(4);

    private static readonly string Script = $"i=1; while [ $i -le {Lines} ]; do echo line $i; i=$((i+1)); done";

    private static readonly string Workflow = $$"""
        version: 1
        name: faults
        pattern: graph
        defaults: { tool: shell, timeout: PT2M }
        nodes:
        {{string.Join('\n', Enumerable.Range(1, Nodes).Select(NodeOf))}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_the_network_does_and_whenever_the_agent_dies_results_count_once_and_logs_are_complete()
    {
        var isSoak = Environment.GetEnvironmentVariable("SWARM_SOAK") == "1";
        var seed = Number("SWARM_SEED") ?? Environment.TickCount & int.MaxValue;
        var rounds = Number("SWARM_ROUNDS") ?? (isSoak ? ManyRounds : FewRounds);
        var began = TimeProvider.System.GetTimestamp();
        log.WriteLine($"SWARM_SEED={seed}");
        var kills = 0;
        await using var bench = await FaultBench.StartAsync(seed);
        await bench.StartAgentAsync("--tools", "shell");
        bench.Proxy.HasFaults = true;
        for (var round = 0; round < rounds; round += Together)
        {
            kills += await RoundsAsync(bench, new Random(seed + round));
            log.WriteLine($"{round + Together} rounds: {kills} kills, {bench.Proxy.Faults} faults");
        }

        Assert.True(bench.Proxy.Faults >= rounds, $"{bench.Proxy.Faults} faults in {rounds} rounds prove little.");
        await TellFiguresAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"- network: {rounds} runs of {Nodes} nodes, {bench.Proxy.Faults} connections refused or reset, {kills} "
            + $"kills of the agent, seed {seed}: each result counted once, all {rounds * Nodes} logs complete; "
            + $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s"));
    }

    [Fact]
    public async Task An_agent_that_finishes_while_the_control_plane_is_away_loses_nothing()
    {
        var isSoak = Environment.GetEnvironmentVariable("SWARM_SOAK") == "1";
        await using var bench = await FaultBench.StartAsync(seed: 1);
        await bench.StartAgentAsync("--tools", "shell");
        var finished = Path.Combine(bench.Root, "finished");
        var begun = Path.Combine(bench.Root, "begun");
        var runId = await bench.RunAsync($$"""
            version: 1
            name: away
            pattern: graph
            nodes:
              work:
                tool: shell
                run: [sh, -c, 'touch {{begun}}; {{Script}}; touch {{finished}}']
            """);
        await FileAsync(begun);

        await bench.Plane.KillAsync();
        await FileAsync(finished);
        var away = isSoak ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
        await Task.Delay(away, TimeProvider.System, Cancellation);

        await bench.Plane.StartAsync();
        var ended = await bench.WaitForEndAsync(runId, RoundLimit);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        var iteration = Assert.Single(Assert.Single(ended.Nodes).Iterations);
        Assert.Equal(1, iteration.Attempts);
        var told = await bench.LogAsync(runId, iteration.WorkItemId!);
        Assert.Equal(Expected(), told.Where(line => line.Stream == "stdout").Select(line => line.Text));
        Assert.DoesNotContain(await bench.EventsAsync(runId), told => told.Type == RunEventTypes.NodeRequeued);
        await TellFiguresAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"- control plane away: for {away.TotalSeconds:0} s after the work had ended; its result counted once, "
            + $"all {Lines} lines of its log there"));
    }

    /// <summary>
    /// Some runs at once, since what a lost answer hides for half a minute holds up its own run alone.
    /// </summary>
    /// <returns>How often the agent was killed.</returns>
    private static async Task<int> RoundsAsync(FaultBench bench, Random random)
    {
        var runs = new List<string>();
        for (var i = 0; i < Together; i++)
        {
            runs.Add(await bench.RunAsync(Workflow));
        }

        var kills = random.Next(1, 4);
        for (var kill = 0; kill < kills; kill++)
        {
            await bench.WaitAsync(
                runs[random.Next(Together)],
                run => run.Nodes.Any(node => node.Status >= NodeStatus.InProgress),
                RoundLimit);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(600)), TimeProvider.System, Cancellation);
            await bench.KillAgentAsync();
            await bench.StartAgentAsync("--tools", "shell");
            bench.Proxy.ResetAll();
        }

        foreach (var runId in runs)
        {
            await CheckAsync(bench, await bench.WaitForEndAsync(runId, RoundLimit));
        }

        return kills;
    }

    private static async Task CheckAsync(FaultBench bench, RunDetail ended)
    {
        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        var events = await bench.EventsAsync(ended.Summary.Id);
        Assert.Equal(Nodes, events.Count(told => told.Type == RunEventTypes.NodeCompleted));
        Assert.Equal(Nodes, ended.Nodes.Count);
        foreach (var node in ended.Nodes)
        {
            var iteration = Assert.Single(node.Iterations);
            Assert.Equal(1, iteration.Attempts);
            var lines = await bench.LogAsync(ended.Summary.Id, iteration.WorkItemId!);

            // What an earlier delivery told before its agent died comes before.
            var told = lines.Where(line => line.Stream == "stdout").Select(line => line.Text).TakeLast(Lines);
            Assert.Equal(Expected(), told);
        }
    }

    private static string NodeOf(int number) => $"  n{number}: {{ run: [sh, -c, '{Script}; sleep 0.{number}'] }}";

    private static IEnumerable<string> Expected() => Enumerable.Range(1, Lines).Select(n => $"line {n}");

    private static async Task FileAsync(string path)
    {
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!File.Exists(path))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, over.Token);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;

    private static async Task TellFiguresAsync(string line)
    {
        if (Environment.GetEnvironmentVariable("SWARM_FIGURES") is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(file, $"{line}\n", TestContext.Current.CancellationToken);
        }
    }
}
