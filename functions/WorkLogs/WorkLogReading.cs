using Microsoft.Extensions.Hosting;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.WorkLogs;

/// <summary>Reads logs; who follows one may wait for its next lines.</summary>
public sealed class WorkLogReading(
    WorkLogStore logs,
    WorkItemStore items,
    WorkLogSignals signals,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    public const int MaxWaitSeconds = 25;

    /// <summary>How often a reader looks by himself, since another process may have taken the lines.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// The lines after a position. If there are none yet they are waited for, as long as the work item has not ended.
    /// </summary>
    /// <exception cref="ApiProblemException">404: the run has no such work item.</exception>
    public async Task<LogPage> ReadAsync(
        string runId, string workItemId, long after, int limit, TimeSpan wait, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();

        // Before the first look, or a line between the two would be noticed late.
        using var subscription = signals.Subscribe(workItemId);
        while (true)
        {
            // Asked before the lines are read: an ended work item whose lines are read has no more of them.
            var item = await items.FindAsync(runId, workItemId, cancellation)
                ?? throw Problems.NotFound($"Run '{runId}' has no work item '{workItemId}'.");
            var page = await logs.ReadAsync(workItemId, after, limit, cancellation);
            if (page.Lines.Count > 0)
            {
                return page;
            }

            var left = wait - time.GetElapsedTime(began);
            var isEnd = WorkItemEffects.HasEnded(item);
            if (isEnd || left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return page with { IsEnd = isEnd };
            }

            await subscription.WaitAsync(left < s_look ? left : s_look, time, cancellation);
        }
    }
}
