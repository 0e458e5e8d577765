using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Signals;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// Brings what a work item achieved to where it belongs: its commit into the run's branch, the run's branch into the
/// target branch, a tag onto the result. Every step asks what is there already, so that all of it may be done again
/// from the start after a crash at any place; the last step makes the stored result final.
/// </summary>
internal sealed class GitEffects(
    GitRepository repository, WorkItem item, ResultStore results, Backoff backoff, TimeProvider time)
{
    private const int MaxTries = 12;

    private readonly GitWork git = item.Git!;

    public async Task<StoredResult> ApplyAsync(StoredResult pending)
    {
        string? refusal = null;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (tries > 0)
            {
                await Task.Delay(backoff.Next(), time);
                pending = await results.FindStoredAsync() ?? pending;
            }

            if (pending.IsFinal)
            {
                return pending;
            }

            var (done, why) = await TryApplyAsync(pending);
            if (done is not null)
            {
                return done;
            }

            refusal = why;
        }

        throw new GitException(
            $"The branches of {repository.Path} could not be moved in {MaxTries} tries, others were faster each time "
            + $"(or a lock file of git was left behind). Git said: {refusal}");
    }

    /// <summary>One try: the final result, or why another has to follow (somebody moved a branch meanwhile).</summary>
    private async Task<(StoredResult? Done, string? Why)> TryApplyAsync(StoredResult pending)
    {
        try
        {
            var plan = await PlanAsync(pending);
            var (others, why) = await MoveCheckoutsAsync(plan.Moves);
            if (why is not null)
            {
                return (null, why);
            }

            var final = pending with { IsFinal = true };
            others.AddRange(plan.Tag is null ? [] : [plan.Tag]);
            others.Add(await results.ReplaceAsync(pending, final));
            var refusal = await repository.UpdateAsync(others);
            return refusal is null ? (final, null) : (null, refusal);
        }
        catch (GitRefusalException e)
        {
            return await FailAsync(pending, e.Message);
        }
    }

    /// <summary>
    /// Moves the branches that are checked out somewhere, and before each of them what comes before it: the target
    /// never holds what the run's branch does not. The other moves are left for the last transaction.
    /// </summary>
    private async Task<(List<RefUpdate> Others, string? Why)> MoveCheckoutsAsync(IReadOnlyList<BranchMove> moves)
    {
        var others = new List<RefUpdate>();
        foreach (var move in moves)
        {
            if (move.Checkout is null)
            {
                others.Add(move.Update);
                continue;
            }

            if (others.Count > 0 && await repository.UpdateAsync(others) is { } lost)
            {
                return (others, lost);
            }

            others.Clear();
            if (await Checkouts.MoveAsync(repository, move.Checkout, move.Update.New) is not { } why)
            {
                continue;
            }

            var hasMoved = await repository.FindRefAsync(move.Update.Name) != move.Update.Old;
            return hasMoved ? (others, why) : throw new GitRefusalException(
                $"The branch '{move.Branch}' is checked out in {move.Checkout} and could not be moved there: {why}");
        }

        return (others, null);
    }

    private async Task<(StoredResult? Done, string? Why)> FailAsync(StoredResult pending, string reason)
    {
        var report = pending.Report with
        {
            Outcome = WorkItemOutcome.Failed,
            Reason = reason,
            Retryable = false,
            Commit = null,
        };
        var final = new StoredResult(IsFinal: true, report);
        var refusal = await repository.UpdateAsync([await results.ReplaceAsync(pending, final)]);
        return refusal is null ? (final, null) : (null, refusal);
    }

    private async Task<GitPlan> PlanAsync(StoredResult pending)
    {
        var moves = new List<BranchMove>();
        var head = await RequireBranchAsync(git.Branch);
        var result = head;
        if (pending.Report.Commit is { } commit && !await IsDoneByAnotherAsync(head, commit))
        {
            result = await MergeAsync(git.Branch, head, commit, $"work item {item.Id}");
            await AddMoveAsync(moves, git.Branch, head, result);
        }

        if (git.MergeInto is { } target)
        {
            var targetHead = await RequireBranchAsync(target);
            result = await MergeAsync(target, targetHead, result, git.Branch);
            await AddMoveAsync(moves, target, targetHead, result);
        }

        return new GitPlan(moves, git.Tag is null ? null : await PlanTagAsync(git.Tag, result));
    }

    /// <summary>
    /// True if the run's branch has a commit of this work item that is not ours: our lease is lost, and another worker
    /// did the work meanwhile and has been thanked for it already, so that its stored result is gone.
    /// </summary>
    private async Task<bool> IsDoneByAnotherAsync(string head, string commit) =>
        !await repository.ContainsAsync(head, commit)
        && await Trailers.FindCommitAsync(repository, item) is { } other
        && other != commit;

    private async Task AddMoveAsync(List<BranchMove> moves, string branch, string from, string to)
    {
        if (from != to)
        {
            var update = new RefUpdate(RefNames.Branch(branch), to, from);
            moves.Add(new BranchMove(branch, update, await Checkouts.FindAsync(repository, branch, to)));
        }
    }

    private async Task<string> MergeAsync(string branch, string head, string other, string what)
    {
        var merge = await Merges.MergeAsync(repository, head, other, $"Merge {what} into {branch}");
        return merge.Commit ?? throw new GitRefusalException(
            $"{what} and the branch '{branch}' both changed: {string.Join(", ", merge.Conflicts)}. Nothing was "
            + $"overwritten; the work lies in the branch '{RefNames.Work(item.Id)["refs/heads/".Length..]}'.");
    }

    /// <summary>The tag to make; null when it was made already for this node, or lies where it belongs.</summary>
    private async Task<RefUpdate?> PlanTagAsync(string tag, string commit)
    {
        var name = RefNames.Tag(tag);
        await repository.RequireNameAsync(name, "a tag");
        if (await repository.FindRefAsync(name) is null)
        {
            var made = await repository.WriteTagAsync(tag, commit, Trailers.Tag(item), time.GetUtcNow());
            return new RefUpdate(name, made, null);
        }

        var existing = await repository.FindCommitAsync(name);
        var message = await repository.RunAsync("cat-file", "tag", name);
        return existing == commit || (message.ExitCode == 0 && Trailers.IsTagOf(item, message.Output))
            ? null
            : throw new GitRefusalException(
                $"The tag '{tag}' is there already, on {existing}, and belongs on {commit}. Remove it or choose "
                + "another name; it was not moved.");
    }

    private async Task<string> RequireBranchAsync(string branch)
    {
        await repository.RequireNameAsync(RefNames.Branch(branch), "a branch");
        return await repository.FindRefAsync(RefNames.Branch(branch)) ?? throw new GitRefusalException(
            $"There is no branch '{branch}' in {repository.Path}.");
    }
}
