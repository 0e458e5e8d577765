using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Reporting;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Execution;

/// <summary>
/// Takes a claimed work item to its end: has it done, spools the result, sends log and report, cleans up. Also takes
/// reports that the last life left to their end.
/// </summary>
internal sealed class WorkExecution(
    WorkSteps steps,
    SecretVault secrets,
    HeldWork held,
    ParkedWork parked,
    LostWork lost,
    ControlPlaneClient client,
    OutputDelivery outputs,
    ReportDelivery delivery,
    Patience patience,
    TimeProvider time,
    ILogger log)
    : IDisposable
{
    // Lines of work that is given up are of use to people, but hold nobody up.
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a result waits for its log, and how long the log may go on behind it. A control plane that takes
    /// reports but fails with each chunk of a log must not keep the run waiting for ever.
    /// </summary>
    private static readonly TimeSpan LogLimit = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly CancellationTokenSource stopSending = new();

    /// <summary>Remembers a task of this agent until it has ended, and logs what it did not expect.</summary>
    public void Track(Task task)
    {
        running.TryAdd(task, true);
        _ = task.ContinueWith(
            ended =>
            {
                running.TryRemove(ended, out _);
                if (ended.Exception is { } e)
                {
                    Logs.TaskFailed(log, e.GetBaseException());
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Completes when everything tracked has ended.</summary>
    public async Task WhenIdleAsync()
    {
        while (!running.IsEmpty)
        {
            await Task.WhenAll(running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends what runs without a report and keeps undelivered reports for the next life.</summary>
    public void Abandon()
    {
        stopSending.Cancel();
        held.EndAll(EndReason.Abandoned);
    }

    /// <summary>Does a work item.</summary>
    public async Task RunAsync(WorkItem item)
    {
        using var claim = new Claim(item);
        await held.AddAsync(claim);
        if (stopSending.IsCancellationRequested)
        {
            // Claimed while the agent gave up everything that it held.
            claim.End(EndReason.Abandoned);
        }

        try
        {
            var (folder, record) = parked.Take(item);
            await WorkAsync(claim, item, folder, record);
        }
        finally
        {
            held.Release(claim);
        }
    }

    /// <summary>Delivers the report that the last life spooled. Its lease is kept alive by being listed.</summary>
    public async Task ResumeAsync(Claim claim, WorkItem item, WorkFolder folder, ReportRequest report)
    {
        try
        {
            Logs.Redelivers(log, item.Id, item.Token);
            using var file = new LogFile(folder.LogFile);
            using var sender = CreateSender(claim, item, file);
            using var stopLogs = CancellationTokenSource.CreateLinkedTokenSource(stopSending.Token);
            var sending = sender.RunAsync(stopLogs.Token);
            try
            {
                await TellAsync(item, folder, report, sender, sending);
            }
            finally
            {
                // The file is closed only when nobody reads it any more.
                await stopLogs.CancelAsync();
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (OperationCanceledException) when (stopSending.IsCancellationRequested)
        {
            // The report stays on disk for the next life.
        }
        finally
        {
            held.Release(claim);
            claim.Dispose();
        }
    }

    public void Dispose() => stopSending.Dispose();

    private async Task WorkAsync(Claim claim, WorkItem item, WorkFolder folder, ParkedRecord? record)
    {
        using var file = new LogFile(folder.LogFile);
        using var sender = CreateSender(claim, item, file);
        using var stopLogs = CancellationTokenSource.CreateLinkedTokenSource(stopSending.Token);
        var sending = sender.RunAsync(stopLogs.Token);
        try
        {
            using var output = new WorkOutput(file, secrets.For(item), time, folder);
            var report = await steps.ProduceAsync(claim, item, folder, record, output);
            if (report is null)
            {
                Logs.Forfeit(log, item.Id, item.Token, claim.Reason);
                sender.Finish();
                await sending.WaitAsync(LogPatience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await GiveUpAsync(item, folder);
                return;
            }

            folder.SpoolReport(report);
            await TellAsync(item, folder, report, sender, sending);
        }
        catch (OperationCanceledException) when (stopSending.IsCancellationRequested)
        {
            // The report stays on disk for the next life.
        }
        finally
        {
            await stopLogs.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The log first, then the result, which does not wait for the log for ever.</summary>
    private async Task TellAsync(
        WorkItem item, WorkFolder folder, ReportRequest report, LogSender sender, Task sending)
    {
        sender.Finish();
        await WaitForLogsAsync(item, sending);
        await DeliverAsync(item, folder, report, sending);
    }

    /// <summary>A log that cannot be read must not keep the result from being told.</summary>
    private async Task WaitForLogsAsync(WorkItem item, Task sending)
    {
        try
        {
            await sending.WaitAsync(LogLimit, time, stopSending.Token);
        }
        catch (Exception e) when (e is IOException or JsonException or TimeoutException)
        {
            Logs.LogsRefused(log, item.Id, e.Message);
        }
    }

    private async Task DeliverAsync(WorkItem item, WorkFolder folder, ReportRequest report, Task sending)
    {
        var stored = await outputs.StoreAsync(item.Id, report, folder, stopSending.Token);
        var outcome = await delivery.DeliverAsync(item.Id, stored, stopSending.Token);
        if (outcome == DeliveryOutcome.Refused)
        {
            await GiveUpAsync(item, folder);
            return;
        }

        if (!sending.IsCompleted)
        {
            // The control plane may have been away all the time; the rest of the log gets one more chance.
            await WaitForLogsAsync(item, sending);
        }

        if (outcome == DeliveryOutcome.Taken && report.Outcome == WorkItemOutcome.Asked)
        {
            Logs.Parked(log, item.Id);
            folder.Park();
            return;
        }

        // What was refused here goes on elsewhere, from the progress that was saved.
        var isSettled = outcome == DeliveryOutcome.Taken && report.Outcome != WorkItemOutcome.Refused;
        await CleanUpAsync(item, async () =>
        {
            await steps.CloseAsync(item, folder, isSettled);
            FolderTree.Delete(folder.Root);
        });
    }

    private Task GiveUpAsync(WorkItem item, WorkFolder folder) => CleanUpAsync(item, async () =>
    {
        await steps.CloseAsync(item, folder, isSettled: false);
        Logs.KeptAsLost(log, item.Id, lost.Keep(folder));
    });

    /// <summary>What cannot be cleaned up now is found at the next start; it is no reason to fail the work.</summary>
    private async Task CleanUpAsync(WorkItem item, Func<Task> clean)
    {
        try
        {
            await clean();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or GitException)
        {
            Logs.CleanUpFailed(log, item.Id, e.Message);
        }
    }

    private LogSender CreateSender(Claim claim, WorkItem item, LogFile file) =>
        new(client, claim, item.RunId, file, patience, time, log);
}
