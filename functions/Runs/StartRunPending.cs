using Microsoft.Extensions.Logging;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Runs;

/// <summary>Starts runs that were stored and, because of a crash, not started.</summary>
internal sealed class StartRunPending(
    RunStore runs, TimeProvider time, ILogger<StartRunPending> logger) : IPendingHandler
{
    public string Kind => PendingKinds.StartRun;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        var run = await runs.FindAsync(effect.RunId, cancellation);
        if (run is null)
        {
            return PendingOutcome.Orphan(effect, time.GetUtcNow());
        }

        if (run.Status == RunStatus.Pending)
        {
            Logs.StartRedone(logger, run.Id);
            await RunStarting.StartAsync(run, engine, cancellation);
        }

        return PendingOutcome.Done;
    }
}
