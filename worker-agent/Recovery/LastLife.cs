using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Execution;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Sandboxes;

namespace Swarm.WorkerAgent.Recovery;

/// <summary>
/// Clears up after a life of this agent that ended without warning. First the processes that it left are ended; then
/// finished work is taken up again where its report was spooled, and unfinished work is put aside.
/// </summary>
internal sealed class LastLife(
    DataFolder data, LostWork lost, ParkedWork parked, HeldWork held, WorkSteps steps, ISandbox sandbox, ILogger log)
{
    /// <summary>
    /// The reports still to deliver; their claims are held again, so that heartbeats keep their leases.
    /// </summary>
    public async Task<IReadOnlyList<SpooledReport>> RecoverAsync()
    {
        var spooled = new Dictionary<string, SpooledReport>();
        foreach (var path in Directory.GetDirectories(data.Work))
        {
            var folder = new WorkFolder(path);
            var item = folder.ReadClaim();
            await EndOrphansAsync(folder, item?.Id ?? Path.GetFileName(path));
            ToolChannel.Clear(folder);
            if (item is not null && folder.IsParked)
            {
                continue;
            }

            if (item is null || folder.ReadReport() is not { } report)
            {
                await PutAsideAsync(item, folder);
                continue;
            }

            // Of one work item only the newest lease can still hold.
            spooled.TryGetValue(item.Id, out var other);
            if (other is null || other.Item.Token < item.Token)
            {
                spooled[item.Id] = new SpooledReport(new Claim(item), item, folder, report);
            }

            if (other is not null)
            {
                var stale = other.Item.Token < item.Token ? other.Folder : folder;
                await PutAsideAsync(item, stale);
            }
        }

        foreach (var folder in parked.TooMany())
        {
            await PutAsideAsync(folder.ReadClaim(), folder);
        }

        foreach (var report in spooled.Values)
        {
            await held.AddAsync(report.Claim);
        }

        return [.. spooled.Values];
    }

    /// <summary>How many reports lie on disk.</summary>
    public int CountSpooledReports() =>
        Directory.GetDirectories(data.Work).Count(path => File.Exists(new WorkFolder(path).ReportFile));

    private async Task PutAsideAsync(WorkItem? item, WorkFolder folder)
    {
        if (item is not null)
        {
            await CloseAsync(item, folder);
        }

        Logs.KeptAsLost(log, item?.Id ?? "an unknown work item", lost.Keep(folder));
    }

    private async Task CloseAsync(WorkItem item, WorkFolder folder)
    {
        try
        {
            await steps.CloseAsync(item, folder, isSettled: false);
        }
        catch (Exception e) when (e is GitException or IOException or UnauthorizedAccessException)
        {
            Logs.CleanUpFailed(log, item.Id, e.Message);
        }
    }

    private async Task EndOrphansAsync(WorkFolder folder, string workItemId)
    {
        if (SessionRecord.Load(folder.ProcessFile) is not { } record)
        {
            return;
        }

        var count = Orphans.End(record);
        if (count > 0)
        {
            Logs.OrphansEnded(log, count, record.Pid, workItemId);
        }

        try
        {
            // A container is no child of ours: it goes on when everybody who started it is gone.
            await sandbox.CleanUpAsync(folder);
        }
        catch (Win32Exception e)
        {
            Logs.CleanUpFailed(log, workItemId, e.Message);
        }
    }
}
