using Microsoft.Extensions.Logging;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Execution;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Recovery;

/// <summary>
/// Work that waits for an answer is held by nobody, so nobody is told when its run is cancelled or it goes on
/// elsewhere. The control plane is asked now and then; what is over leaves no snapshot in the repository, and its files
/// go where those of lost work are.
/// </summary>
internal sealed class ParkedClearing(
    ControlPlaneClient client, ParkedWork parked, LostWork lost, WorkSteps steps, TimeProvider time, ILogger log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Asks at once and then now and then, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await ClearAsync(cancellation);
            }
            catch (Exception e) when (e is ControlPlaneException or IOException or UnauthorizedAccessException)
            {
                // A folder may go on with its work while it is looked at.
                Logs.RetryLater(log, "question about waiting work", Interval.TotalSeconds, e.Message);
            }

            await Task.Delay(Interval, time, cancellation);
        }
    }

    private async Task ClearAsync(CancellationToken cancellation)
    {
        var kept = parked.List();
        foreach (var some in kept.Chunk(ParkedWorkRequest.MaxItems))
        {
            var request = new ParkedWorkRequest
            {
                Parked = [.. some.Select(one => new ParkedWorkItem(one.Item.RunId, one.Item.Id)).Distinct()],
            };
            var answer = await client.AskParkedAsync(request, cancellation);
            foreach (var (folder, item) in some.Where(one => answer.Over.Contains(one.Item.Id)))
            {
                await ClearAsync(folder, item);
            }
        }
    }

    private async Task ClearAsync(WorkFolder folder, WorkItem item)
    {
        try
        {
            await steps.CloseAsync(item, folder, isSettled: true);
            Logs.ParkedIsOver(log, item.Id, lost.Keep(folder));
        }
        catch (Exception e) when (e is GitException or IOException or UnauthorizedAccessException)
        {
            Logs.CleanUpFailed(log, item.Id, e.Message);
        }
    }
}
