using Swarm.Cli.Git;
using Swarm.Cli.Watching;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Demos;

/// <summary>Looks at the repository itself, whatever the control plane says about the run.</summary>
internal sealed class DemoInspection(GitCommand git)
{
    private const string TrailerKey = "Swarm-Work-Item";

    /// <summary>The nodes between the fork of the demo's workflow and its join.</summary>
    private static readonly string[][] s_branches = [["review"], ["test", "fix"]];

    public async Task<DemoReport> InspectAsync(DemoFolder folder, RunDetail run, CancellationToken cancellation)
    {
        var main = await git.TryAsync(["rev-parse", "--verify", "refs/heads/main"], cancellation);
        var trailers = await git.TryAsync(
            ["log", "refs/heads/main", $"--format=%(trailers:key={TrailerKey},valueonly,separator=%x0A)"],
            cancellation);
        var graph = await git.TryAsync(
            [
                "log", "--graph", "--oneline", "--decorate", "--decorate-refs-exclude=refs/heads/swarm/work",
                "--decorate-refs-exclude=refs/swarm", "--max-count=30", "refs/heads/main",
            ],
            cancellation);
        var report = new DemoReport
        {
            Run = run,
            Folder = folder.Path,
            Repository = folder.Repository,
            Branch = run.Branch,
            Tag = $"v{run.Summary.Number}",
            Main = main.ExitCode == 0 ? main.Output.Trim() : null,
            WorkItems = Lines(trailers.Output),
            Graph = Lines(graph.Output),
            Branches = BranchSpeedUp.Of(run, s_branches),
        };
        return report with { Problem = await FindProblemAsync(report, cancellation) };
    }

    private async Task<string?> FindProblemAsync(DemoReport report, CancellationToken cancellation)
    {
        var summary = report.Run.Summary;
        if (summary.Status != RunStatus.Completed)
        {
            return $"the run {StatusWords.Of(summary.Status)}: {summary.Reason ?? "no reason was told"}";
        }

        if (report.Branch is null || !await ContainsAsync($"refs/heads/{report.Branch}", cancellation))
        {
            return $"main does not contain the run's branch {report.Branch}";
        }

        if (!await ContainsAsync($"refs/tags/{report.Tag}", cancellation))
        {
            return $"main does not contain the tag {report.Tag}";
        }

        var twice = report.WorkItems.GroupBy(WithoutToken, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? null : $"the work item {twice.Key} was committed {twice.Count()} times";
    }

    private async Task<bool> ContainsAsync(string reference, CancellationToken cancellation)
    {
        var answer = await git.TryAsync(["merge-base", "--is-ancestor", reference, "refs/heads/main"], cancellation);
        return answer.ExitCode == 0;
    }

    // A trailer is `{work item}~{fencing token}`; another token is another try at the same work.
    private static string WithoutToken(string trailer)
    {
        var end = trailer.LastIndexOf('~');
        return end < 0 ? trailer : trailer[..end];
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
}
