using Spectre.Console;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Watching;

/// <summary>A run's nodes as a table: while it runs with the last line of each, at its end with the commits.</summary>
internal static class NodeTable
{
    private const int LiveRowsMax = 30;
    private const int LastLineMaxLength = 60;
    private const int ShortCommitLength = 8;

    private static readonly NodeStatus[] MostTellingFirst =
    [
        NodeStatus.Failed, NodeStatus.InProgress, NodeStatus.Review, NodeStatus.Allocated,
        NodeStatus.Cancelled, NodeStatus.Completed, NodeStatus.Pending, NodeStatus.Skipped,
    ];

    public static Table Live(RunDetail run, IReadOnlyDictionary<string, string> lastLines, DateTimeOffset now)
    {
        var table = NewTable("node", "status", "times", "time", "last line");
        foreach (var node in MostTelling(run.Nodes))
        {
            var line = lastLines.GetValueOrDefault(node.Path) ?? LastReason(node) ?? "";
            table.AddRow(
                Markup.Escape(node.Path),
                Status(node),
                Times(node),
                Time(node, now),
                $"[grey]{Markup.Escape(Cut(line))}[/]");
        }

        return table;
    }

    // A screen holds only so many lines: of a large graph, those that something happens to.
    private static IEnumerable<NodeState> MostTelling(IReadOnlyList<NodeState> nodes)
    {
        if (nodes.Count <= LiveRowsMax)
        {
            return nodes;
        }

        var shown = nodes.OrderBy(n => Array.IndexOf(MostTellingFirst, n.Status)).Take(LiveRowsMax).ToHashSet();
        return nodes.Where(shown.Contains);
    }

    public static Table Final(RunDetail run, DateTimeOffset now)
    {
        var table = NewTable("node", "status", "times", "time", "commit");
        foreach (var node in run.Nodes)
        {
            table.AddRow(
                Markup.Escape(node.Path),
                Status(node),
                Times(node),
                Time(node, now),
                Markup.Escape(LastCommit(node) ?? "-"));
        }

        return table;
    }

    public static string ShortCommit(string commit) => commit[..Math.Min(ShortCommitLength, commit.Length)];

    public static string? LastReason(NodeState node) =>
        node.Iterations is [.., var last] ? last.Reason ?? last.WaitingForWorker : null;

    private static string? LastCommit(NodeState node) =>
        node.Iterations.LastOrDefault(i => i.Commit is not null)?.Commit is { } commit ? ShortCommit(commit) : null;

    private static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var isNumber = column is "times" or "time";
            var alignment = isNumber ? Justify.Right : Justify.Left;
            table.AddColumn(new TableColumn(column) { Alignment = alignment, NoWrap = true });
        }

        return table;
    }

    /// <summary>How often workers ran the node: a loop shows here.</summary>
    public static int TimesRun(NodeState node) => node.Iterations.Count(i => i.StartedAt is not null);

    // In a loop, a node may have run and then, in the next round, be skipped.
    private static string Status(NodeState node)
    {
        var ranBefore = node.Status == NodeStatus.Skipped && TimesRun(node) > 0;
        var before = ranBefore ? "[green]done[/], then " : "";
        return $"{before}[{StatusWords.ColourOf(node.Status)}]{StatusWords.Of(node.Status)}[/]";
    }

    private static string Times(NodeState node) => TimesRun(node) is > 0 and var times ? $"{times}" : "";

    // The time that workers spent on the node, over all iterations; a running one counts up to now.
    private static string Time(NodeState node, DateTimeOffset now)
    {
        var spent = TimeSpan.Zero;
        foreach (var iteration in node.Iterations.Where(i => i.StartedAt is not null))
        {
            var end = iteration.FinishedAt ?? (node.Status == NodeStatus.InProgress ? now : iteration.StartedAt!.Value);
            spent += end > iteration.StartedAt ? end - iteration.StartedAt.Value : TimeSpan.Zero;
        }

        return node.Iterations.Any(i => i.StartedAt is not null) ? StatusWords.Duration(spent) : "";
    }

    private static string Cut(string line) =>
        line.Length <= LastLineMaxLength ? line : string.Concat(line.AsSpan(0, LastLineMaxLength - 1), "…");
}
