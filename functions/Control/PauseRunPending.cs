using Swarm.Functions.Pending;
using Swarm.Functions.Runs;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Control;

/// <summary>Withdraws the work of runs that were paused and, because of a crash, kept in its queue.</summary>
internal sealed class PauseRunPending(RunStore runs, WorkWithdrawing withdrawing, TimeProvider time) : IPendingHandler
{
    public string Kind => PendingKinds.PauseRun;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        if (await runs.FindControlAsync(effect.RunId, cancellation) is not { Paused: true })
        {
            // The request may just be slow, or the run goes on again.
            return PendingOutcome.Orphan(effect, time.GetUtcNow());
        }

        await withdrawing.WithdrawPausedAsync(effect.RunId, engine, cancellation);
        return PendingOutcome.Done;
    }
}
