using Microsoft.Extensions.Logging;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Runs;

/// <summary>Tells of cancellations that were stored and, because of a crash, not told.</summary>
internal sealed class CancelRunPending(
    RunStore runs, RunCancelling cancelling, TimeProvider time, ILogger<CancelRunPending> logger) : IPendingHandler
{
    public string Kind => PendingKinds.CancelRun;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        var run = await runs.FindAsync(effect.RunId, cancellation);
        var control = await runs.FindControlAsync(effect.RunId, cancellation);
        if (run is null || control is not { CancelRequested: true })
        {
            return PendingOutcome.Orphan(effect, time.GetUtcNow());
        }

        Logs.CancelRedone(logger, run.Id);
        await cancelling.TellAsync(run, engine, cancellation);
        return PendingOutcome.Done;
    }
}
