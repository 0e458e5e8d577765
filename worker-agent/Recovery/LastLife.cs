using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Recovery;

/// <summary>
/// Clears up after a life of this agent that ended without warning. First the processes that it left are ended; then
/// finished work is taken up again where its report was spooled, and unfinished work is put aside.
/// </summary>
internal sealed class LastLife(DataFolder data, LostWork lost, HeldWork held, ILogger log)
{
    /// <summary>The reports still to deliver; their claims are held again, so that heartbeats keep their leases.</summary>
    public async Task<IReadOnlyList<SpooledReport>> RecoverAsync()
    {
        var spooled = new List<SpooledReport>();
        foreach (var path in Directory.GetDirectories(data.Work))
        {
            var folder = new WorkFolder(path);
            var item = folder.ReadClaim();
            EndOrphans(folder, item?.Id ?? Path.GetFileName(path));
            if (item is not null && folder.ReadReport() is { } report)
            {
                var claim = new Claim(item);
                await held.AddAsync(claim);
                spooled.Add(new SpooledReport(claim, item, folder, report));
                continue;
            }

            var place = lost.Keep(folder);
            if (item is not null)
            {
                Logs.KeptAsLost(log, item.Id, place);
            }
        }

        return spooled;
    }

    private void EndOrphans(WorkFolder folder, string workItemId)
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
    }

    /// <summary>How many reports lie on disk.</summary>
    public int CountSpooledReports() =>
        Directory.GetDirectories(data.Work).Count(path => File.Exists(new WorkFolder(path).ReportFile));
}
