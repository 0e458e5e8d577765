namespace Swarm.WorkerAgent.Git;

/// <summary>The branch of a run, made from its base by whoever comes first.</summary>
internal static class RunBranch
{
    private const string Prefix = "swarm/run/";

    /// <summary>The branch's head.</summary>
    /// <exception cref="GitRefusalException">The base is not there, or the name is not one of Swarm's.</exception>
    public static async Task<string> EnsureAsync(GitRepository repository, string branch, string? baseRevision)
    {
        if (!branch.StartsWith(Prefix, StringComparison.Ordinal))
        {
            // Only a merge that the workflow asks for moves a branch of the user.
            throw new GitRefusalException(
                $"A run's branch is called '{Prefix}…', but the work item says '{branch}'.");
        }

        var name = RefNames.Branch(branch);
        await repository.RequireNameAsync(name, "a branch");
        if (await repository.FindRefAsync(name) is { } head)
        {
            return head;
        }

        var start = await repository.FindCommitAsync(baseRevision ?? "HEAD") ?? throw new GitRefusalException(
            baseRevision is null
                ? $"The repository {repository.Path} has no commit yet; make a first one."
                : $"The base '{baseRevision}' is no commit or branch of {repository.Path}.");
        var refusal = await repository.UpdateAsync([
            new RefUpdate(RefNames.Base(branch), start, await repository.FindRefAsync(RefNames.Base(branch))),
            new RefUpdate(name, start, null)]);

        // Another work item of the run may have been faster.
        return await repository.FindRefAsync(name)
            ?? throw new GitException($"The branch {branch} could not be made in {repository.Path}: {refusal}");
    }
}
