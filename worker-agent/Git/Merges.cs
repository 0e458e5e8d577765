namespace Swarm.WorkerAgent.Git;

/// <summary>What a merge came to: a commit, or the names of the files that both sides changed.</summary>
internal sealed record MergeResult(string? Commit, IReadOnlyList<string> Conflicts);

/// <summary>Merges without a working tree.</summary>
internal static class Merges
{
    /// <summary>
    /// The commit that holds both: one of the two where it contains the other, else a new merge commit whose first
    /// parent is the branch's head.
    /// </summary>
    public static async Task<MergeResult> MergeAsync(
        GitRepository repository, string head, string other, string message)
    {
        if (await repository.ContainsAsync(head, other))
        {
            return new MergeResult(head, []);
        }

        if (await repository.ContainsAsync(other, head))
        {
            return new MergeResult(other, []);
        }

        var answer = await repository.RunAsync(
            "merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", head, other);
        if (answer.ExitCode is not (0 or 1))
        {
            throw answer.ToException();
        }

        var parts = answer.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return answer.ExitCode == 1
            ? new MergeResult(null, [.. parts.Skip(1).Distinct()])
            : new MergeResult(await repository.CommitTreeAsync(parts[0], message, head, other), []);
    }
}
