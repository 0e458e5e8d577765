using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Signals;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>Does work items in a repository without an agent around; the work is a function on the worktree.</summary>
internal sealed class GitBench(TestRepository repository, DataFolder data)
{
    public const string Branch = "swarm/run/01jrun";

    /// <summary>How often a command really ran.</summary>
    public int Executions { get; private set; }

    public WorkItem Item(string node, string? message = "Change", string? mergeInto = null, string? tag = null) =>
        WorkItems.Noop(node) with
        {
            Git = new GitWork
            {
                Repository = repository.Path,
                Branch = Branch,
                CommitMessage = message,
                MergeInto = mergeInto,
                Tag = tag,
            },
        };

    public Task<ReportRequest> DoAsync(
        WorkItem item,
        Action<string> work,
        GitRunner? git = null,
        WorkItemOutcome outcome = WorkItemOutcome.Completed) =>
        DoAsync(item, tree =>
        {
            work(tree);
            return Task.CompletedTask;
        }, git, outcome);

    public async Task<ReportRequest> DoAsync(
        WorkItem item,
        Func<string, Task> work,
        GitRunner? git = null,
        WorkItemOutcome outcome = WorkItemOutcome.Completed)
    {
        var folder = WorkFolder.Create(data, item);
        using var log = new LogFile(folder.LogFile);
        var output = new WorkOutput(log, Redactor.None, TimeProvider.System);
        return await Steps(git).ProduceAsync(item, folder, null, output, async (_, _) =>
        {
            await work(folder.Tree);
            Executions++;
            return new ReportRequest
            {
                RunId = item.RunId,
                Token = item.Token,
                Outcome = outcome,
                ExitCode = 0,
                Stdout = "printed",
            };
        });
    }

    public Task CloseAsync(WorkItem item) =>
        Steps(null).CloseAsync(item, WorkFolder.Of(data, item.Id, item.Token), isSettled: true);

    private static GitSteps Steps(GitRunner? git) =>
        new(
            git ?? new GitRunner(TimeProvider.System),
            Snapshots.Local(),
            new SeededRandom(1),
            TimeProvider.System,
            NullLogger.Instance);
}
