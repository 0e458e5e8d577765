using Swarm.Functions.Pending;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Control;

/// <summary>Sends the pointers of runs that were resumed and, because of a crash, not told so.</summary>
internal sealed class ResumeRunPending(RunStore runs, RunPausing pausing, TimeProvider time) : IPendingHandler
{
    public string Kind => PendingKinds.ResumeRun;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        if (await runs.FindControlAsync(effect.RunId, cancellation) is { Paused: true })
        {
            // The request may just be slow, or it was paused again.
            return PendingOutcome.Orphan(effect, time.GetUtcNow());
        }

        await pausing.GoOnAsync(effect.RunId, engine, cancellation);
        return PendingOutcome.Done;
    }
}
