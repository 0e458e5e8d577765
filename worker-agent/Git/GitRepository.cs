using System.Globalization;
using System.Text;

namespace Swarm.WorkerAgent.Git;

/// <summary>One repository and the questions that the agent has to it.</summary>
internal sealed class GitRepository
{
    private readonly GitRunner git;

    private GitRepository(GitRunner git, string path, string commonFolder)
    {
        this.git = git;
        Path = path;
        CommonFolder = commonFolder;
    }

    public string Path { get; }

    /// <summary>The folder with the refs, shared by all worktrees.</summary>
    public string CommonFolder { get; }

    /// <summary>Opens the repository at a path of this machine.</summary>
    /// <exception cref="GitRefusalException">There is none, or git is too old.</exception>
    public static async Task<GitRepository> OpenAsync(GitRunner git, string path)
    {
        if (!System.IO.Path.IsPathFullyQualified(path))
        {
            throw new GitRefusalException(
                $"The repository '{path}' is not an absolute path on the worker's machine. Git URLs are not taken.");
        }

        if (!Directory.Exists(path))
        {
            throw new GitRefusalException($"There is no folder {path} on this worker's machine.");
        }

        await RequireVersionAsync(git, path);
        var answer = await git.RunAsync(path, ["rev-parse", "--path-format=absolute", "--git-common-dir"]);
        return answer.ExitCode == 0
            ? new GitRepository(git, path, answer.Require())
            : throw new GitRefusalException($"{path} is not a git repository: {answer.Errors.Trim()}");
    }

    public Task<GitAnswer> RunAsync(params string[] arguments) => git.RunAsync(Path, arguments);

    /// <summary>As <see cref="RunAsync"/>, in one of its worktrees.</summary>
    public Task<GitAnswer> RunInAsync(string worktree, params string[] arguments) => git.RunAsync(worktree, arguments);

    /// <summary>
    /// As <see cref="RunInAsync"/>, in a worktree that a command had: what now lies at its <c>.git</c> is not followed,
    /// because the configuration there could name programs to run.
    /// </summary>
    public Task<GitAnswer> RunInEntryAsync(
        string worktree,
        string entry,
        string[] arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        string? input = null) =>
        git.RunAsync(worktree, [$"--git-dir={entry}", $"--work-tree={worktree}", .. arguments], input, variables);

    /// <summary>The object that a ref points to; null when there is no such ref.</summary>
    public async Task<string?> FindRefAsync(string name)
    {
        var answer = await RunAsync("rev-parse", "--verify", "--quiet", "--end-of-options", name);
        return answer.ExitCode == 0 ? answer.Require() : null;
    }

    /// <summary>The commit that a branch, tag or id names; null when there is none.</summary>
    public Task<string?> FindCommitAsync(string revision) => FindRefAsync(revision + "^{commit}");

    public async Task<bool> ContainsAsync(string descendant, string ancestor)
    {
        var answer = await RunAsync("merge-base", "--is-ancestor", ancestor, descendant);
        return answer.ExitCode is 0 or 1 ? answer.ExitCode == 0 : throw answer.ToException();
    }

    public async Task<string> WriteBlobAsync(string text) =>
        (await git.RunAsync(Path, ["hash-object", "-w", "--stdin"], text)).Require();

    public async Task<string> ReadBlobAsync(string id) => (await RunAsync("cat-file", "blob", id)).Require();

    public async Task<string> CommitTreeAsync(string tree, string message, params string[] parents)
    {
        var parentFlags = parents.SelectMany(parent => (string[])["-p", parent]);
        string[] arguments = ["commit-tree", tree, .. parentFlags, "-F", "-"];
        return (await git.RunAsync(Path, arguments, message)).Require();
    }

    /// <summary>Makes an annotated tag's object; the ref is another step.</summary>
    public async Task<string> WriteTagAsync(string name, string commit, string message, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var head = $"object {commit}\ntype commit\ntag {name}\ntagger Swarm <swarm@localhost> {seconds} +0000";
        return (await git.RunAsync(Path, ["mktag"], $"{head}\n\n{message}\n")).Require();
    }

    /// <summary>
    /// Moves refs together, in the given order; null when done, or why not: another was faster with one of them. Git
    /// locks and checks all of them before it moves the first. Should it be killed between two, the later ones have
    /// not moved: callers order them so that what is missing can be told and done again.
    /// </summary>
    public async Task<string?> UpdateAsync(IEnumerable<RefUpdate> updates)
    {
        var input = new StringBuilder("start\n");
        foreach (var (name, target, old) in updates)
        {
            input.Append(old is null ? $"create {name} {target}\n" : $"update {name} {target} {old}\n");
        }

        input.Append("commit\n");
        var answer = await git.RunAsync(Path, ["update-ref", "-m", "swarm", "--stdin"], input.ToString());
        return answer.ExitCode switch
        {
            0 => null,
            _ when answer.Errors.Contains("cannot lock ref", StringComparison.Ordinal) => answer.Errors.Trim(),
            _ => throw answer.ToException(),
        };
    }

    /// <summary>Removes a ref if it still points where it did.</summary>
    public Task RemoveRefAsync(string name, string old) => RunAsync("update-ref", "-d", name, old);

    /// <summary>Refuses names that git does not take.</summary>
    public async Task RequireNameAsync(string fullName, string what)
    {
        if ((await RunAsync("check-ref-format", fullName)).ExitCode != 0)
        {
            throw new GitRefusalException($"'{fullName}' is not a name that git takes for {what}.");
        }
    }

    private static async Task RequireVersionAsync(GitRunner git, string folder)
    {
        var text = (await git.RunAsync(folder, ["--version"])).Require();
        var number = text.Split(' ').ElementAtOrDefault(2) ?? "";
        var parts = number.Split('.');
        var isOld = parts.Length < 2
            || !int.TryParse(parts[0], out var major) || !int.TryParse(parts[1], out var minor)
            || (major, minor).CompareTo((2, 38)) < 0;
        if (isOld)
        {
            throw new GitRefusalException(
                $"git 2.38 or newer is needed (git merge-tree --write-tree), but this is '{text}'.");
        }
    }
}
