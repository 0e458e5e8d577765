using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Signals;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// A work item in a repository: look for what an earlier delivery left, else do the work in a worktree and keep its
/// result; then bring the effects to where they belong. Killed anywhere, the next delivery goes on from there.
/// </summary>
internal sealed class GitSteps(GitRunner git, SeededRandom random, TimeProvider time, ILogger log)
{
    // Work items of one agent do not race each other for a repository's branches; other agents are met by
    // compare-and-set alone.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new();

    /// <summary>The report, made by doing the work or found.</summary>
    /// <exception cref="GitRefusalException">The work item asks for what this repository cannot give.</exception>
    /// <exception cref="UnsettledException">
    /// The command has ended and its effects could not be brought about.
    /// </exception>
    public async Task<ReportRequest> ProduceAsync(
        WorkItem item, WorkFolder folder, WorkOutput output, Func<Task<ReportRequest>> work)
    {
        var repository = await GitRepository.OpenAsync(git, item.Git!.Repository);
        var results = new ResultStore(repository, item);
        var result = await results.FindAsync();
        if (result is null)
        {
            var head = await RunBranch.EnsureAsync(repository, item.Git.Branch, item.Git.Base);
            var entry = await GitWorktree.AddAsync(repository, folder, head);
            var report = await work();
            if (report.Outcome is WorkItemOutcome.Cancelled or WorkItemOutcome.Refused)
            {
                // It was not done: whoever gets it next must do it.
                return report;
            }

            result = await SettleAsync(async () =>
                await results.KeepAsync(await CommitAsync(repository, item, folder, entry, head, report)));
        }
        else
        {
            Logs.FoundResult(log, item.Id, item.Token);
            output.Say("An earlier delivery of this work item has ended already; its result is taken over.");
        }

        var final = await SettleAsync(() => ApplyAsync(repository, item, results, result));
        return final.Report with { Token = item.Token };
    }

    /// <summary>Takes the worktree off the repository, and the stored result once nobody will ask for it.</summary>
    public async Task CloseAsync(WorkItem item, WorkFolder folder, bool isSettled)
    {
        GitRepository repository;
        try
        {
            repository = await GitRepository.OpenAsync(git, item.Git!.Repository);
        }
        catch (GitRefusalException)
        {
            // No repository, nothing to close.
            return;
        }

        if (isSettled)
        {
            await new ResultStore(repository, item).ForgetAsync();
        }

        GitWorktree.Detach(repository, folder);
    }

    private static async Task<StoredResult> CommitAsync(
        GitRepository repository, WorkItem item, WorkFolder folder, string entry, string head, ReportRequest report)
    {
        if (report.Outcome != WorkItemOutcome.Completed)
        {
            return new StoredResult(IsFinal: true, report);
        }

        var commit = item.Git!.CommitMessage is null
            ? null
            : await GitWorktree.CommitAsync(repository, folder, entry, head, Trailers.Commit(item, report.ExitCode));
        var hasEffects = commit is not null || item.Git.MergeInto is not null || item.Git.Tag is not null;
        return new StoredResult(IsFinal: !hasEffects, report with { Commit = commit });
    }

    private async Task<StoredResult> ApplyAsync(
        GitRepository repository, WorkItem item, ResultStore results, StoredResult result)
    {
        var turn = turns.GetOrAdd(repository.CommonFolder, _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            var backoff = new Backoff(random.Create(), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2));
            return await new GitEffects(repository, item, results, backoff, time).ApplyAsync(result);
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<StoredResult> SettleAsync(Func<Task<StoredResult>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception e) when (e is GitException or IOException)
        {
            throw new UnsettledException(e);
        }
    }
}
