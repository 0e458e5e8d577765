using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Demos;

/// <summary>What <c>swarm demo --json</c> wrote, and the repository that it names.</summary>
internal sealed class DemoResult
{
    private DemoResult(RunDetail run, string repository, string tag)
    {
        Run = run;
        Repository = new GitRepository(repository);
        Tag = tag;
    }

    public RunDetail Run { get; }

    public GitRepository Repository { get; }

    public string Tag { get; }

    public static DemoResult Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new DemoResult(
            root.GetProperty("run").Deserialize(SwarmJsonContext.Default.RunDetail)!,
            root.GetProperty("repository").GetString()!,
            root.GetProperty("tag").GetString()!);
    }

    /// <summary>
    /// The one right end of the demo, however often its processes died: the tests failed, were repaired, passed; each
    /// node's effect is in the history exactly once.
    /// </summary>
    public void AssertRight()
    {
        Assert.Equal(RunStatus.Completed, Run.Summary.Status);
        Assert.Equal(
            [
                "generate: completed", "review: completed", "test: completed, completed",
                "fix: completed, skipped", "deploy: completed",
            ],
            Run.Nodes.Select(n => $"{n.Path}: {string.Join(", ", n.Iterations.Select(i => Word(i.Status)))}"));
        Assert.True(Repository.Contains("main", $"refs/heads/{Run.Branch}"), "main lacks the run's branch");
        Assert.True(Repository.Contains("main", $"refs/tags/{Tag}"), "main lacks the tag");
        Assert.Equal(
            [
                "Write the release notes", "Repair what the tests found", "Generate the parser",
                "Start: tests, and no parser yet",
            ],
            Repository.Subjects("main"));
        Assert.Equal(
            ["deploy 1", "fix 1", "generate 1"],
            Repository.WorkItems("main").Select(NodeAndIteration).Order());
        Assert.Equal("", Repository.Changes());
        Assert.Contains("'*' => 2,", Repository.Show("main", "Parser.cs"));
    }

    private static string Word(NodeStatus status) => status.ToString().ToLowerInvariant();

    // A trailer is {run}~{attempt}~{node}~{iteration}~{try}~{fencing token}.
    private static string NodeAndIteration(string trailer)
    {
        var parts = trailer.Split('~');
        Assert.Equal(6, parts.Length);
        return $"{parts[2]} {parts[3]}";
    }
}
