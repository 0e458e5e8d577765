using System.Globalization;
using System.Text.RegularExpressions;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Git;

/// <summary>The trailers by which commits and tags tell who made them.</summary>
internal static partial class Trailers
{
    public const string WorkItem = "Swarm-Work-Item";
    private const string ExitCode = "Swarm-Exit-Code";
    private const string Node = "Swarm-Node";

    /// <summary>The message of a work item's commit.</summary>
    public static string Commit(WorkItem item, int? exitCode)
    {
        var trailer = $"{WorkItem}: {item.Id}~{item.Token}";
        var code = exitCode is null or 0 ? "" : $"\n{ExitCode}: {exitCode}";
        return $"{item.Git!.CommitMessage!.Trim()}\n\n{trailer}{code}\n";
    }

    /// <summary>The message of a tag; it names the node, whose later tries find their tag made already.</summary>
    public static string Tag(WorkItem item) =>
        $"{item.Git!.Tag}\n\n{WorkItem}: {item.Id}~{item.Token}\n{NodeLine(item)}";

    /// <summary>True if a tag's message says that the same node of the same run made it.</summary>
    public static bool IsTagOf(WorkItem item, string message) => message.Split('\n').Contains(NodeLine(item));

    /// <summary>A commit of this work item among those that the run has made; null when there is none.</summary>
    public static async Task<string?> FindCommitAsync(GitRepository repository, WorkItem item)
    {
        var branch = RefNames.Branch(item.Git!.Branch);
        if (await repository.FindRefAsync(branch) is null)
        {
            return null;
        }

        var start = await repository.FindRefAsync(RefNames.Base(item.Git.Branch));
        var pattern = $"^{WorkItem}: {Special().Replace(item.Id, @"\$0")}~[0-9]+$";
        string[] range = start is null ? [branch] : [branch, $"^{start}"];
        string[] search = ["--max-count=1", "--format=%H", "--extended-regexp", $"--grep={pattern}"];
        var found = (await repository.RunAsync(["log", .. search, .. range, "--"])).Require();
        return found.Length == 0 ? null : found;
    }

    /// <summary>The exit code that a work item's commit records.</summary>
    public static async Task<int> ReadExitCodeAsync(GitRepository repository, string commit)
    {
        var message = (await repository.RunAsync("show", "--no-patch", "--format=%B", commit)).Require();
        var line = message.Split('\n').LastOrDefault(l => l.StartsWith(ExitCode + ": ", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[(ExitCode.Length + 2)..], CultureInfo.InvariantCulture);
    }

    private static string NodeLine(WorkItem item) => $"{Node}: {item.RunId}~{item.Node}~{item.Iteration}";

    [GeneratedRegex(@"[.\[\]*^$()+?{}|\\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Special();
}
