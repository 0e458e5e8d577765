using Swarm.Tests.EndToEnd.Demos;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.AiTools;

/// <summary><c>swarm demo --ai</c> with fake tools on the PATH, and without any.</summary>
public sealed class AiDemoTests : IDisposable
{
    // Writes what the example's own scripts write: a parser with a bug, and its repair from what the tests said.
    private static readonly string Coder = $"""
        case $PROMPT in
          *'FAIL '*) SWARM_INPUT_FAILURES=$PROMPT; export SWARM_INPUT_FAILURES
            sh "{Example("fix.sh")}" ;;
          *) sh "{Example("generate.sh")}" ;;
        esac
        """;

    private readonly SwarmCommandLine cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task With_two_tools_one_writes_and_repairs_and_the_other_reviews()
    {
        var tools = new FakeAiTools(cli.Root);
        tools.Claude(Coder);
        tools.Gemini("echo 'All well.'");
        UsePath(tools.Folder);
        using var demo = cli.Start("demo", "--ai", "--json");

        var exitCode = await demo.ExitAsync(SwarmCommandLine.Limit);

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{demo.Everything}");
        Assert.Contains("Found Claude Code 2.1.240", demo.Error, StringComparison.Ordinal);
        Assert.Contains("Found Gemini CLI 0.56.0", demo.Error, StringComparison.Ordinal);
        Assert.Contains("Claude Code writes and repairs, Gemini CLI reviews.", demo.Error, StringComparison.Ordinal);
        DemoResult.Parse(demo.Output).AssertRight();
        Assert.Empty(demo.LeftBehind());
    }

    [Fact]
    public async Task Without_a_tool_it_says_what_to_install_and_ends_with_3()
    {
        UsePath(null);

        var (exitCode, output, error) = await cli.RunAsync("demo", "--ai");

        Assert.True(exitCode == 3, output + error);
        Assert.Contains("no AI tool that writes code was found", error, StringComparison.Ordinal);
        Assert.Contains("npm install -g @anthropic-ai/claude-code", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Made a git repository", output, StringComparison.Ordinal);
    }

    /// <summary>What the demo needs of this machine, and no AI tool that may be installed on it.</summary>
    private void UsePath(string? first)
    {
        string[] needed = [Path.GetDirectoryName(BuildOutput.Dotnet)!, "/usr/local/bin", "/usr/bin", "/bin"];
        var clean = needed.Where(folder => !HasAiTool(folder));
        cli.Environment["PATH"] = string.Join(':', first is null ? clean : [first, .. clean]);
        cli.Environment["OLLAMA_HOST"] = "127.0.0.1:9";
    }

    private static bool HasAiTool(string folder) =>
        Array.Exists(["claude", "gemini", "codex"], name => File.Exists(Path.Combine(folder, name)));

    private static string Example(string name) => Path.Combine(BuildOutput.Examples, "repair", name);
}
