using Swarm.Functions.Leases;

namespace Swarm.Functions.Pending;

/// <summary>The sweeper: heals what crashes left undone and takes back what lost workers hold.</summary>
public sealed class SweepFunctions(PendingSweep pending, LeaseSweep leases)
{
    [Function("Sweep")]
    public async Task SweepAsync(
        [TimerTrigger("%SWEEP_SCHEDULE%")] TimerInfo timer,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        await leases.RunAsync(engine, cancellation);
        await pending.RunAsync(engine, cancellation);
    }
}
