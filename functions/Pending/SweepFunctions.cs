using Swarm.Functions.Content;
using Swarm.Functions.Leases;
using Swarm.Functions.Locks;
using Swarm.Functions.Queues;
using Swarm.Functions.Retention;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Pending;

/// <summary>
/// The sweeper: heals what crashes left undone, takes back what lost workers hold, and clears away what has expired.
/// </summary>
public sealed class SweepFunctions(
    PendingSweep pending,
    LeaseSweep leases,
    JoinTokens tokens,
    RetentionSweep retention,
    ListSweep lists,
    ContentSweep content,
    QueueGauges queues,
    ContentGauges sizes,
    LockSweep locks)
{
    [Function("Sweep")]
    public async Task SweepAsync(
        [TimerTrigger("%SWEEP_SCHEDULE%")] TimerInfo timer,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        Func<Task>[] steps =
        [
            () => leases.RunAsync(engine, cancellation),
            () => pending.RunAsync(engine, cancellation),
            () => locks.RunAsync(engine, cancellation),
            () => tokens.SweepAsync(cancellation),
            () => retention.RunAsync(engine, cancellation),
            () => lists.RunAsync(cancellation),
            () => content.RunAsync(cancellation),
            () => queues.RunAsync(cancellation),
            () => sizes.RunAsync(cancellation),
        ];
        var failures = new List<Exception>();
        foreach (var step in steps)
        {
            try
            {
                await step();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // What one step cannot do must not keep the others from being done, at this sweep and all later ones.
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("The sweep is not complete; the next one tries again.", failures);
        }
    }
}
