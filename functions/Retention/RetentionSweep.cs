using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.Tasks;

namespace Swarm.Functions.Retention;

/// <summary>
/// Removes runs that ended longer ago than they are kept. It looks through them from the newest that are old enough,
/// some at each sweep, and begins again after a pause. The last run of a task stays as long as the task.
/// </summary>
public sealed class RetentionSweep(
    RunStore runs,
    TaskStore tasks,
    RunRemoval removal,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionSweep> logger)
{
    /// <summary>How many runs one sweep looks at.</summary>
    public const int MaxRunsPerSweep = 50;

    /// <summary>How many rows and instances one sweep removes, or a little more.</summary>
    public const int MaxRowsPerSweep = 5_000;

    private DateTimeOffset _nextPass = DateTimeOffset.MinValue;
    private string? _after;

    public async Task RunAsync(DurableTaskClient engine, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (options.Value.KeepRuns is not { } kept || now < _nextPass)
        {
            return;
        }

        var budget = MaxRowsPerSweep;
        var old = await runs.MadeBeforeAsync(now - kept, _after, MaxRunsPerSweep, cancellation);
        foreach (var place in old)
        {
            budget = await RemoveIfKeptLongEnoughAsync(place, now - kept, budget, engine, cancellation);
            if (budget <= 0)
            {
                // The rest of this run comes next.
                return;
            }

            _after = place.Key;
        }

        if (old.Count < MaxRunsPerSweep)
        {
            (_after, _nextPass) = (null, now + options.Value.SweptEvery);
        }
    }

    /// <summary>
    /// Removes a run unless it must stay. Its place among all runs goes last: by it the run is found.
    /// </summary>
    private async Task<int> RemoveIfKeptLongEnoughAsync(
        ListPlace place,
        DateTimeOffset endedBefore,
        int budget,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        if (await runs.FindAsync(place.Id, cancellation) is { } run)
        {
            if (run.FinishedAt is not { } end
                || end >= endedBefore
                || await IsTasksLastAsync(run, cancellation))
            {
                return budget;
            }

            await runs.LeaveWorkflowAsync(run, place.At, cancellation);
            budget = await removal.RemoveAsync(run.Id, budget, engine, cancellation);
            if (budget <= 0)
            {
                return budget;
            }

            Logs.RunRemoved(logger, run.Id, end);
        }

        await runs.LeaveAsync(place.Id, place.At, cancellation);
        return budget;
    }

    /// <summary>A task stands where its last run stands.</summary>
    private async Task<bool> IsTasksLastAsync(RunDocument run, CancellationToken cancellation) =>
        run.Origin?.TaskId is { } taskId
        && await tasks.FindAsync(taskId, cancellation) is { Document: var task }
        && task.RunId == run.Id;
}
