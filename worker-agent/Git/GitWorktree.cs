using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Git;

/// <summary>The worktree of one claim: a checkout of the run's branch, on no branch itself.</summary>
internal static class GitWorktree
{
    /// <summary>Makes the worktree; the answer is the repository's entry for it.</summary>
    public static async Task<string> AddAsync(GitRepository repository, WorkFolder folder, string commit)
    {
        // Force: an entry of this very path may be left of a life that was killed; the folder itself is new.
        var answer = await repository.RunAsync(
            "worktree", "add", "--force", "--quiet", "--detach", folder.Tree, commit);
        answer.Require();
        return (await repository.RunInAsync(folder.Tree, "rev-parse", "--absolute-git-dir")).Require();
    }

    /// <summary>
    /// Makes the worktree a plain folder, and the repository forget it. (<c>git worktree prune</c> would also forget
    /// the user's own worktrees on disks that are not mounted now.)
    /// </summary>
    public static void Detach(GitRepository repository, WorkFolder folder)
    {
        var link = Path.Combine(folder.Tree, ".git");
        var known = Path.Combine(repository.CommonFolder, "worktrees");
        foreach (var entry in Directory.Exists(known) ? Directory.GetDirectories(known) : [])
        {
            if (IsOf(entry, link))
            {
                FolderTree.Delete(entry);
            }
        }

        if (File.Exists(link))
        {
            File.Delete(link);
        }
    }

    /// <summary>
    /// Commits everything that differs from the given head; null when nothing does. Commits that the command made
    /// itself stay as they are, below ours.
    /// </summary>
    public static async Task<string?> CommitAsync(
        GitRepository repository, WorkFolder folder, string entry, string head, string message, Action<string> tell)
    {
        await GitAdding.AddAsync(repository, folder, entry, tell);
        var tree = (await repository.RunInEntryAsync(folder.Tree, entry, ["write-tree"])).Require();
        var current = (await repository.RunInEntryAsync(folder.Tree, entry, ["rev-parse", "HEAD"])).Require();
        var parent = await repository.ContainsAsync(current, head) ? current : head;
        var unchanged = await repository.FindRefAsync(head + "^{tree}");
        return parent == head && tree == unchanged ? null : await repository.CommitTreeAsync(tree, message, parent);
    }

    /// <summary>
    /// True if the repository's entry and the worktree's link name each other. Git writes resolved paths, so one of
    /// the two directions may be spelled in another way than ours.
    /// </summary>
    private static bool IsOf(string entry, string link)
    {
        var pointer = Path.Combine(entry, "gitdir");
        return (File.Exists(pointer) && File.ReadAllText(pointer).Trim() == link)
            || (File.Exists(link) && File.ReadAllText(link).Trim() == $"gitdir: {entry}");
    }
}
