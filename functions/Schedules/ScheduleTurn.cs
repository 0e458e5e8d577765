using Swarm.Contracts.Schedules;
using Swarm.Core.Schedules;

namespace Swarm.Functions.Schedules;

/// <summary>What becomes of a schedule while its ticks run, before it is stored.</summary>
internal sealed class ScheduleTurn(ScheduleDocument schedule, ScheduleRuns runs, DurableTaskClient engine)
{
    private readonly List<ScheduleTick> _ticks = [];

    public ScheduleDocument Result { get; private set; } = schedule;

    /// <summary>The ticks to put on record.</summary>
    public IReadOnlyList<ScheduleTick> Ticks => _ticks;

    /// <summary>Starts the ticks that wait, one at a time, once nothing runs any more.</summary>
    /// <param name="max">How many at most: those that fail to start make room for the next at once.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public async Task StartQueuedAsync(int max, CancellationToken cancellation)
    {
        for (var started = 0; started < max && Result.Queued is [var first, ..]; started++)
        {
            if (await IsBusyAsync(first, cancellation))
            {
                return;
            }

            Result = Result with { Queued = [.. Result.Queued.Skip(1)] };
            await StartAsync(first, cancellation);
        }
    }

    /// <summary>Whether a tick waits and nothing is in its way.</summary>
    public async Task<bool> CanStartQueuedAsync(CancellationToken cancellation) =>
        Result.Queued is [var first, ..] && !await IsBusyAsync(first, cancellation);

    /// <summary>Tells of missed ticks as one.</summary>
    public void NoteMissed(TickPlan plan)
    {
        if (plan.LastMissed is { } last)
        {
            _ticks.Add(new ScheduleTick
            {
                At = last,
                Outcome = TickOutcome.Missed,
                Count = plan.Missed,
                Reason = "The control plane was not running.",
            });
        }
    }

    /// <summary>Of several ticks that would cancel each other's runs at once, the latest alone starts.</summary>
    public IReadOnlyList<DateTimeOffset> Choose(IReadOnlyList<DateTimeOffset> due)
    {
        if (Result.Overlap != OverlapPolicy.CancelPrevious || due.Count < 2)
        {
            return due;
        }

        _ticks.Add(new ScheduleTick
        {
            At = due[^2],
            Outcome = TickOutcome.Skipped,
            Count = due.Count - 1,
            Reason = "A later tick had come too.",
        });
        return [due[^1]];
    }

    /// <summary>Does what the policy says of a tick.</summary>
    public async Task RunAsync(DateTimeOffset tick, CancellationToken cancellation)
    {
        var isBusy = await IsBusyAsync(tick, cancellation);
        switch (OverlapRules.Decide(Result.Overlap, isBusy, Result.Queued.Count))
        {
            case OverlapDecision.Start:
                await StartAsync(tick, cancellation);
                break;
            case OverlapDecision.CancelThenStart:
                await runs.CancelAsync(Result.LastRunId!, engine, cancellation);
                await StartAsync(tick, cancellation);
                break;
            case OverlapDecision.Queue:
                Result = Result with { Queued = [.. Result.Queued, tick] };
                Note(tick, TickOutcome.Queued, $"It waits for run {Result.LastRunId}.");
                break;
            default:
                Note(tick, TickOutcome.Skipped, $"Run {Result.LastRunId} had not ended.");
                break;
        }
    }

    /// <summary>
    /// Whether an earlier run goes on. When the tick's own run is there, an earlier attempt has started it and decided
    /// that nothing is in its way.
    /// </summary>
    private async Task<bool> IsBusyAsync(DateTimeOffset tick, CancellationToken cancellation) =>
        !await runs.ExistsAsync(ScheduleRuns.RunIdOf(Result.Id, tick), cancellation)
        && await runs.IsRunningAsync(Result.LastRunId, cancellation);

    private async Task StartAsync(DateTimeOffset tick, CancellationToken cancellation)
    {
        var started = await runs.StartAsync(Result, tick, engine, cancellation);
        _ticks.Add(started);
        Result = Result with { LastRunId = started.RunId ?? Result.LastRunId };
    }

    private void Note(DateTimeOffset tick, TickOutcome outcome, string reason) =>
        _ticks.Add(new ScheduleTick { At = tick, Outcome = outcome, Reason = reason });
}
