using System.Globalization;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// The files of a work item in the middle of its work, as a commit that no branch has. A ref keeps it until the work
/// item has ended, and a bundle brings it to repositories that do not have it.
/// </summary>
internal static class GitSnapshots
{
    private const int MaxTries = 5;

    /// <summary>
    /// Commits the files as they are now, whoever is at work on them; what the command has staged stays as it is.
    /// </summary>
    public static async Task<string> CommitAsync(WorkTree tree, WorkFolder folder, string workItemId)
    {
        var repository = tree.Repository;
        var index = new Dictionary<string, string> { ["GIT_INDEX_FILE"] = folder.SnapshotIndexFile };
        var own = Path.Combine(tree.Entry, "index");
        if (File.Exists(own))
        {
            // With it git need not read every file again.
            File.Copy(own, folder.SnapshotIndexFile, overwrite: true);
        }

        await GitAdding.AddAsync(repository, folder, tree.Entry, index);
        var files = (await repository.RunInEntryAsync(folder.Tree, tree.Entry, ["write-tree"], index)).Require();
        var head = (await repository.RunInEntryAsync(folder.Tree, tree.Entry, ["rev-parse", "HEAD"])).Require();
        File.Delete(folder.SnapshotIndexFile);
        var commit = await repository.CommitTreeAsync(files, $"Snapshot of {workItemId}", head);
        await KeepAsync(repository, workItemId, commit);
        return commit;
    }

    /// <summary>Writes what lies between the work's beginning and a snapshot into a file.</summary>
    public static async Task BundleAsync(WorkTree tree, string workItemId, string path) =>
        (await tree.Repository.RunAsync(
            "bundle", "create", "--quiet", path, RefNames.Snapshot(workItemId), $"^{tree.Base}")).Require();

    /// <summary>
    /// Brings the commits of a bundle into a repository; false when it lacks what the bundle builds upon.
    /// </summary>
    public static async Task<bool> UnbundleAsync(
        GitRepository repository, string path, string workItemId, string commit)
    {
        if ((await repository.RunAsync("bundle", "unbundle", path)).ExitCode != 0
            || await repository.FindCommitAsync(commit) is null)
        {
            return false;
        }

        await KeepAsync(repository, workItemId, commit);
        return true;
    }

    /// <summary>Makes the worktree of a work item as its snapshot has it: what was not committed is staged.</summary>
    public static async Task<WorkTree> RestoreAsync(
        GitRepository repository, WorkFolder folder, string commit, string begun)
    {
        var head = (await repository.RunAsync("rev-parse", "--verify", $"{commit}^")).Require();
        var entry = await GitWorktree.AddAsync(repository, folder, head);
        (await repository.RunInEntryAsync(folder.Tree, entry, ["read-tree", "--reset", "-u", commit])).Require();
        return new WorkTree(repository, entry, begun);
    }

    /// <summary>The work item has ended; its snapshots are of no use any more.</summary>
    public static async Task ForgetAsync(GitRepository repository, string workItemId)
    {
        var name = RefNames.Snapshot(workItemId);
        if (await repository.FindRefAsync(name) is { } commit)
        {
            await repository.RemoveRefAsync(name, commit);
        }
    }

    private static async Task KeepAsync(GitRepository repository, string workItemId, string commit)
    {
        var name = RefNames.Snapshot(workItemId);
        for (var tries = 1; ; tries++)
        {
            var known = await repository.FindRefAsync(name);
            if (known == commit
                || await repository.UpdateAsync([new RefUpdate(name, commit, known)]) is not { } refusal)
            {
                return;
            }

            if (tries == MaxTries)
            {
                throw new GitException(string.Create(
                    CultureInfo.InvariantCulture, $"The snapshot could not be kept in {tries} tries: {refusal}"));
            }
        }
    }
}
