using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Demos;

public sealed class DemoTests : IDisposable
{
    private readonly SwarmCommandLine cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task The_demo_repairs_releases_and_leaves_no_process_behind()
    {
        using var demo = cli.Start("demo", "--json");

        var started = await demo.LineAsync(l => l.Contains("run ", StringComparison.Ordinal), SwarmCommandLine.Limit);
        demo.Descendants();
        var exitCode = await demo.ExitAsync(SwarmCommandLine.Limit);

        Assert.True(exitCode == 0, $"exit code {exitCode} after '{started}'\n{demo.Everything}");
        DemoResult.Parse(demo.Output).AssertRight();
        Assert.Empty(demo.LeftBehind());
    }

    [Fact]
    public async Task What_people_see_tells_nodes_loop_commits_and_where_the_result_lies()
    {
        var (exitCode, output, error) = await cli.RunAsync("demo");

        Assert.True(exitCode == 0, output + error);
        Assert.Matches(@"\d\d:\d\d:\d\d\.\d  test         done .*exit code 1", output);
        Assert.Matches(@"\d\d:\d\d:\d\d\.\d  fix          loop       back to test, 1 of at most 3", output);
        Assert.Matches(@"(?m)^ *test +done +2 ", output);
        Assert.Contains("branch      swarm/run/", output);
        Assert.Matches(@"branches    side by side in .*, one after the other .*: \d+\.\d\d times faster", output);
        Assert.Contains("tag: v1", output);
        var repository = output.Split('\n').Single(l => l.StartsWith("  repository  ", StringComparison.Ordinal));
        Assert.StartsWith(cli.Root, repository["  repository  ".Length..]);
    }
}
