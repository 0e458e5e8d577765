using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// Finds and keeps what a work item has achieved already, in the repository itself: every worker sees it.
/// </summary>
internal sealed class ResultStore(GitRepository repository, WorkItem item)
{
    private readonly string name = RefNames.Result(item.Id);

    /// <summary>What an earlier delivery of this work item has left; null when it must be done.</summary>
    public async Task<StoredResult?> FindAsync() => await FindStoredAsync() ?? await FindByTrailerAsync();

    /// <summary>
    /// Keeps the result of a command that has ended, with the commit that it made, so that whatever happens now the
    /// command is not run again. If another worker was faster, what it kept counts.
    /// </summary>
    public async Task<StoredResult> KeepAsync(StoredResult result)
    {
        var blob = await repository.WriteBlobAsync(result.ToText());
        var updates = new List<RefUpdate>();
        if (result.Report.Commit is { } commit)
        {
            // One that is there already is of a delivery that ended before it had a result: it had no effect.
            var branch = RefNames.Work(item.Id);
            updates.Add(new RefUpdate(branch, commit, await repository.FindRefAsync(branch)));
        }

        updates.Add(new RefUpdate(name, blob, null));
        var refusal = await repository.UpdateAsync(updates);
        return refusal is null
            ? result with { Blob = blob }
            : await FindStoredAsync()
                ?? throw new GitException($"The result of {item.Id} could not be kept: {refusal}");
    }

    /// <summary>The part of a transaction that replaces a kept result.</summary>
    public async Task<RefUpdate> ReplaceAsync(StoredResult old, StoredResult result) =>
        new(name, await repository.WriteBlobAsync(result.ToText()), old.Blob);

    /// <summary>Forgets the result: the control plane has it.</summary>
    public async Task ForgetAsync()
    {
        if (await repository.FindRefAsync(name) is { } blob)
        {
            await repository.RemoveRefAsync(name, blob);
        }
    }

    public async Task<StoredResult?> FindStoredAsync() =>
        await repository.FindRefAsync(name) is { } blob
            ? StoredResult.Parse(blob, await repository.ReadBlobAsync(blob))
            : null;

    /// <summary>
    /// The commit is in the run's branch and its result is not there (any more): what the command printed is lost,
    /// what it did is not done again.
    /// </summary>
    private async Task<StoredResult?> FindByTrailerAsync()
    {
        if (await Trailers.FindCommitAsync(repository, item) is not { } commit)
        {
            return null;
        }

        var report = new ReportRequest
        {
            RunId = item.RunId,
            Token = item.Token,
            Outcome = WorkItemOutcome.Completed,
            ExitCode = await Trailers.ReadExitCodeAsync(repository, commit),
            Commit = commit,
            Reason = "Its commit was found in the run's branch; what its command printed was not kept.",
        };
        return await KeepAsync(new StoredResult(IsFinal: false, report));
    }
}
