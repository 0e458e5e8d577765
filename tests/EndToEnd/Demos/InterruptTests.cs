using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Demos;

/// <summary>
/// Ctrl-C goes to everybody in the foreground. Whatever runs then, compilers of the workflow's own commands included,
/// must be gone when the prompt comes back.
/// </summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SwarmCommandLine cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("Control plane on ")]
    [InlineData("  test         running")]
    public async Task Ctrl_C_ends_the_demo_with_130_and_leaves_no_process_behind(string atTheLine)
    {
        using var demo = cli.Start("demo");
        await demo.LineAsync(l => l.Contains(atTheLine, StringComparison.Ordinal), SwarmCommandLine.Limit);
        Assert.NotEmpty(demo.Descendants());

        demo.SignalGroup("INT");
        var exitCode = await demo.ExitAsync(Patience);

        Assert.True(exitCode == 130, $"exit code {exitCode}\n{demo.Everything}");
        Assert.Empty(demo.LeftBehind());
    }

    [Fact]
    public async Task Ctrl_C_just_after_the_worker_agent_was_killed_leaves_no_command_of_its_behind()
    {
        using var demo = cli.Start("demo");
        await demo.LineAsync(
            l => l.Contains("  test         running", StringComparison.Ordinal), SwarmCommandLine.Limit);
        var agent = demo.Descendants().First(
            p => p.Parent == demo.Id && p.Command.Contains(BuildOutput.WorkerAgent, StringComparison.Ordinal));

        ProcessTable.Signal("KILL", agent.Id);
        demo.SignalGroup("INT");
        var exitCode = await demo.ExitAsync(Patience);

        Assert.True(exitCode == 130, $"exit code {exitCode}\n{demo.Everything}");
        Assert.Empty(demo.LeftBehind());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Ending_up_leaves_no_process_behind(string signal)
    {
        using var up = cli.Start("up", "--port", "0");
        await up.LineAsync(l => l.StartsWith("Swarm is up", StringComparison.Ordinal), SwarmCommandLine.Limit);
        Assert.Equal(2, up.Descendants().Count);

        up.SignalGroup(signal);
        var exitCode = await up.ExitAsync(Patience);

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{up.Everything}");
        Assert.Empty(up.LeftBehind());
    }
}
