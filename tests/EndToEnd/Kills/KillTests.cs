using System.Globalization;
using Swarm.Tests.EndToEnd.Demos;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Kills;

/// <summary>
/// <c>kill -9</c> of the control plane or of the worker agent at random moments of the demo, from a printed seed
/// (SWARM_SEED repeats one). Both come back; the run must end as if nothing had happened, and the commits tell whether
/// anything was done twice.
/// </summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private const int FewRounds = 3;
    private const int ManyRounds = 50;
    private const int MaxKills = 3;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan RoundLimit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Whoever_dies_whenever_the_run_ends_with_the_same_result_and_nothing_is_done_twice()
    {
        var isSoak = Environment.GetEnvironmentVariable("SWARM_SOAK") == "1";
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SWARM_SEED"), out var given)
            ? given
            : Environment.TickCount & int.MaxValue;
        var rounds = isSoak ? ManyRounds : FewRounds;
        var kills = 0;
        for (var round = 0; round < rounds; round++)
        {
            log.WriteLine($"round {round + 1} of {rounds}: SWARM_SEED={seed + round}");
            kills += await RoundAsync(seed + round);
        }

        Assert.True(kills >= rounds / 2, $"Only {kills} kills in {rounds} rounds prove little (seed {seed}).");
        await TellFiguresAsync(
            $"- kills: {rounds} demos, {kills} kills, seeds from {seed}: all ended alike, nothing twice");
    }

    // Answers how many were killed.
    private async Task<int> RoundAsync(int seed)
    {
        using var cli = new SwarmCommandLine();
        using var demo = cli.Start("demo", "--json");
        await demo.LineAsync(l => l.StartsWith("Control plane on ", StringComparison.Ordinal), SwarmCommandLine.Limit);
        var random = new Random(seed);
        var killed = 0;
        for (var left = random.Next(1, MaxKills + 1); left > 0; left--)
        {
            var wait = LongestWait * random.NextDouble();
            var victim = random.Next(2) == 0 ? BuildOutput.ControlPlane : BuildOutput.WorkerAgent;
            if (await EndsWithinAsync(demo, wait))
            {
                break;
            }

            // Only our own child: the agent starts itself a second time to hold a command's session.
            var found = demo.Descendants().FirstOrDefault(
                p => p.Parent == demo.Id && p.Command.Contains(victim, StringComparison.Ordinal));
            if (found is null)
            {
                continue;
            }

            log.WriteLine($"  after {wait.TotalSeconds:0.00} s: kill -9 {Path.GetFileName(victim)} ({found.Id})");
            ProcessTable.Signal("KILL", found.Id);
            killed++;
        }

        var exitCode = await demo.ExitAsync(RoundLimit);
        Assert.True(exitCode == 0, $"SWARM_SEED={seed}: exit code {exitCode}\n{demo.Everything}");
        DemoResult.Parse(demo.Output).AssertRight();
        Assert.Empty(demo.LeftBehind());
        return killed;
    }

    private static async Task<bool> EndsWithinAsync(RunningProgram program, TimeSpan wait)
    {
        try
        {
            await program.ExitAsync(wait);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task TellFiguresAsync(string line)
    {
        if (Environment.GetEnvironmentVariable("SWARM_FIGURES") is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(
                file, string.Create(CultureInfo.InvariantCulture, $"{line}\n"), TestContext.Current.CancellationToken);
        }
    }
}
