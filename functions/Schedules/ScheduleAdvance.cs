using Swarm.Core.Schedules;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Schedules;

/// <summary>
/// Brings a schedule up to the present: runs the ticks that have come, as its policies say. Runs have ids that follow
/// from their ticks, and the schedule is stored after they started, so that whatever is repeated changes nothing.
/// </summary>
public sealed class ScheduleAdvance(ScheduleStore store, ScheduleRuns runs, TimeProvider time)
{
    /// <summary>Advances a schedule.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="reached">A tick that has come even if the clock of this machine does not say so yet.</param>
    /// <param name="engine">Where runs start.</param>
    /// <param name="cancellation">Ends the attempt; the rest is done by the next.</param>
    public Task<ScheduleWake> AdvanceAsync(
        string id, DateTimeOffset? reached, DurableTaskClient engine, CancellationToken cancellation) =>
        Contention.RetryAsync(
            $"schedule '{id}'", () => TryAdvanceAsync(id, reached, engine, cancellation), cancellation);

    private async Task<ScheduleWake?> TryAdvanceAsync(
        string id, DateTimeOffset? reached, DurableTaskClient engine, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { Document: var known } stored)
        {
            return ScheduleWake.Never;
        }

        if (known.Paused)
        {
            return ScheduleWake.OnChange;
        }

        var cron = known.ToCron();
        var now = time.GetUtcNow();
        now = reached > now ? reached.Value : now;
        var turn = new ScheduleTurn(known, runs, engine);
        await turn.StartQueuedAsync(ScheduleStore.MaxTicksPerWrite / 2, cancellation);
        var plan = TickPlan.Of(cron, known.CountedTo, now, known.CatchUp);
        turn.NoteMissed(plan);
        var batch = turn.Choose(plan.Run);
        const int MaxBatch = ScheduleStore.MaxTicksPerWrite / 2;
        foreach (var tick in batch.Take(MaxBatch))
        {
            await turn.RunAsync(tick, cancellation);
        }

        var isRest = batch.Count > MaxBatch;
        var countedTo = isRest ? batch[MaxBatch - 1] : now;
        var advanced = turn.Result with { CountedTo = countedTo > known.CountedTo ? countedTo : known.CountedTo };
        if (!await store.SaveAsync(advanced, stored.ETag, turn.Ticks, cancellation))
        {
            return null;
        }

        // Ticks that could not start leave others waiting behind them, for whom no run will tell of its end.
        var isMore = isRest || await turn.CanStartQueuedAsync(cancellation);
        return isMore ? ScheduleWake.At(now) : ScheduleWake.At(cron.Next(now));
    }
}
