using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Snapshots;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// A work item in a repository: look for what an earlier delivery left, else do the work in a worktree and keep its
/// result; then bring the effects to where they belong. Killed anywhere, the next delivery goes on from there.
/// </summary>
internal sealed class GitSteps(
    GitRunner git, SnapshotSaving snapshots, SeededRandom random, TimeProvider time, ILogger log)
{
    // Work items of one agent do not race each other for a repository's branches; other agents are met by
    // compare-and-set alone.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new();

    /// <summary>The report, made by doing the work or found.</summary>
    /// <param name="item">The work item.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="parked">What is there of it from before it asked; null if it begins here.</param>
    /// <param name="output">Takes the agent's words.</param>
    /// <param name="work">Does the work in the worktree, which holds progress if the second says so.</param>
    /// <exception cref="GitRefusalException">The work item asks for what this repository cannot give.</exception>
    /// <exception cref="UnsettledException">
    /// The command has ended and its effects could not be brought about.
    /// </exception>
    public async Task<ReportRequest> ProduceAsync(
        WorkItem item,
        WorkFolder folder,
        ParkedRecord? parked,
        WorkOutput output,
        Func<WorkTree, bool, Task<ReportRequest>> work)
    {
        var repository = await GitRepository.OpenAsync(git, item.Git!.Repository);
        var results = new ResultStore(repository, item);
        var result = await results.FindAsync();
        if (result is null)
        {
            var head = await RunBranch.EnsureAsync(repository, item.Git.Branch, item.Git.Base);
            var (tree, isRestored) = await PrepareAsync(repository, item, folder, parked, head);
            var report = await work(tree, isRestored);
            if (report.Outcome is WorkItemOutcome.Cancelled or WorkItemOutcome.Refused or WorkItemOutcome.Asked)
            {
                // It was not done: whoever gets it next must do it.
                return report;
            }

            result = await SettleAsync(async () =>
                await results.KeepAsync(await CommitAsync(item, folder, tree, report, output.Say)));
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
            await GitSnapshots.ForgetAsync(repository, item.Id);
        }

        GitWorktree.Detach(repository, folder);
    }

    /// <summary>The worktree as the work left it, as its snapshot has it, or as the run's branch is.</summary>
    private async Task<(WorkTree Tree, bool IsRestored)> PrepareAsync(
        GitRepository repository, WorkItem item, WorkFolder folder, ParkedRecord? parked, string head)
    {
        if (parked is { Entry: { } kept, Base: { } begun } && Directory.Exists(kept))
        {
            return (new WorkTree(repository, kept, begun), true);
        }

        if (await snapshots.RestoreAsync(repository, item, folder) is { } restored)
        {
            return (restored, true);
        }

        return (new WorkTree(repository, await GitWorktree.AddAsync(repository, folder, head), head), false);
    }

    private static async Task<StoredResult> CommitAsync(
        WorkItem item, WorkFolder folder, WorkTree tree, ReportRequest report, Action<string> tell)
    {
        if (report.Outcome != WorkItemOutcome.Completed)
        {
            return new StoredResult(IsFinal: true, report);
        }

        var commit = item.Git!.CommitMessage is null
            ? null
            : await GitWorktree.CommitAsync(
                tree.Repository, folder, tree.Entry, tree.Base, Trailers.Commit(item, report.ExitCode), tell);
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
