using Swarm.Functions.Pending;

namespace Swarm.Functions.Schedules;

/// <summary>Tells schedules that were changed and, because of a crash, not told.</summary>
internal sealed class SchedulePending : IPendingHandler
{
    public string Kind => PendingKinds.Schedule;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        // One that was deleted, or never stored, ends at its first look at the row.
        await ScheduleChanges.TellAsync(effect.RunId, engine, cancellation);
        return PendingOutcome.Done;
    }
}
