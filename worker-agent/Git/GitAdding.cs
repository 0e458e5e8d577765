using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// Takes up what changed in a worktree, but looks into no repository that lies in it, be it a submodule or one that the
/// command has made. Git would ask a submodule for its state by a git of its own, which heeds the configuration there:
/// a command could have named a program in it (a filter, say) that then runs outside of its sandbox.
/// </summary>
internal static class GitAdding
{
    private const string SubmoduleMode = "160000 ";

    /// <summary>Stages all changes of work that has ended; says which repositories it has left out.</summary>
    public static Task AddAsync(GitRepository repository, WorkFolder folder, string entry, Action<string> tell) =>
        AddAsync(
            repository,
            folder,
            entry,
            variables: null,
            inner =>
            {
                var there = inner.Where(path => Directory.Exists(Path.Combine(folder.Tree, path))).ToList();
                foreach (var path in there.Where(path => Path.Exists(Path.Combine(folder.Tree, path, ".git"))))
                {
                    tell($"'{path}' is a repository of its own; what was changed in it is not kept.");
                }

                // A submodule that is gone, or is a file now, is a change like any other.
                return there;
            });

    /// <summary>
    /// Stages all changes of work that goes on, into an index of its own. What is no submodule now may be one before
    /// git looks at it, so all that the index knows as submodules are left out.
    /// </summary>
    public static Task AddAsync(
        GitRepository repository, WorkFolder folder, string entry, IReadOnlyDictionary<string, string> variables) =>
        AddAsync(repository, folder, entry, variables, inner => inner);

    private static async Task AddAsync(
        GitRepository repository,
        WorkFolder folder,
        string entry,
        IReadOnlyDictionary<string, string>? variables,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> leaveOut)
    {
        var tracked = await ListAsync("ls-files", "--stage", "-z");
        var untracked = await ListAsync("ls-files", "--others", "--exclude-standard", "-z");
        var submodules = tracked.Where(line => line.StartsWith(SubmoduleMode, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]);
        var made = untracked.Where(path => path.EndsWith('/')).Select(path => path.TrimEnd('/'));
        var paths = leaveOut([.. submodules, .. made])
            .Select(path => $":(exclude,top,literal){path}")
            .Prepend(".");
        var add = await repository.RunInEntryAsync(
            folder.Tree,
            entry,
            ["add", "--all", "--pathspec-from-file=-", "--pathspec-file-nul"],
            variables,
            string.Join('\0', paths));
        add.Require();

        async Task<string[]> ListAsync(params string[] arguments) =>
            (await repository.RunInEntryAsync(folder.Tree, entry, arguments, variables)).Require()
                .Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
