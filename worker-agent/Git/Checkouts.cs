namespace Swarm.WorkerAgent.Git;

/// <summary>
/// Branches that somebody has checked out. Moving such a branch's ref alone would make the checkout look as if its
/// user had reverted what came in; so a clean checkout is moved along, and one with changes is a refusal.
/// </summary>
internal static class Checkouts
{
    /// <summary>
    /// The folder where a branch is checked out and can move to a commit; null when it is checked out nowhere.
    /// </summary>
    /// <exception cref="GitRefusalException">It cannot move: there are changes, or files in the way.</exception>
    public static async Task<string?> FindAsync(GitRepository repository, string branch, string commit)
    {
        var list = (await repository.RunAsync("worktree", "list", "--porcelain", "-z")).Require();
        string? folder = null;
        foreach (var line in list.Split('\0'))
        {
            if (line.StartsWith("worktree ", StringComparison.Ordinal))
            {
                folder = line["worktree ".Length..];
            }
            else if (line == $"branch {RefNames.Branch(branch)}" && Directory.Exists(folder))
            {
                await RequireCleanAsync(repository, folder, branch);
                await RequireFreeAsync(repository, folder, branch, commit);
                return folder;
            }
        }

        return null;
    }

    /// <summary>
    /// Moves a checkout and its branch forward; null when done, or why not. One call of git does both; it refuses
    /// rather than overwrite anything.
    /// </summary>
    public static async Task<string?> MoveAsync(GitRepository repository, string folder, string commit)
    {
        var answer = await repository.RunInAsync(folder, "merge", "--ff-only", "--quiet", commit);
        return answer.ExitCode == 0 ? null : answer.Errors.Trim();
    }

    private static async Task RequireCleanAsync(GitRepository repository, string folder, string branch)
    {
        var status = (await repository.RunInAsync(
            folder, "status", "--porcelain", "--untracked-files=no", "--ignore-submodules=dirty")).Require();
        if (status.Length > 0)
        {
            throw new GitRefusalException(
                $"The branch '{branch}' is checked out in {folder} with changes that are not committed. Commit or "
                + "stash them, or check out another branch there, and try again. Nothing was moved.");
        }
    }

    /// <summary>
    /// Files that git does not know may lie where new ones are to go. A dry run tells, before anything moves.
    /// </summary>
    private static async Task RequireFreeAsync(GitRepository repository, string folder, string branch, string commit)
    {
        var answer = await repository.RunInAsync(folder, "read-tree", "--dry-run", "-m", "-u", "HEAD", commit);
        if (answer.ExitCode != 0)
        {
            throw new GitRefusalException(
                $"The branch '{branch}' is checked out in {folder} and cannot be moved there. Nothing was moved. "
                + $"Git said: {answer.Errors.Trim()}");
        }
    }
}
