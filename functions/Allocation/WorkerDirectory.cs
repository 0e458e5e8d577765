using Microsoft.Extensions.Options;
using Swarm.Core.Allocation;
using Swarm.Functions.Leases;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Allocation;

/// <summary>Keeps <see cref="KnownWorkers"/> fresh: reads the tables when they were not read for a while.</summary>
public sealed class WorkerDirectory(
    WorkerStore workers, ActiveWorkStore active, KnownWorkers known, IOptions<AllocationOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);

    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var age = options.Value.KnownFor;
        if (known.IsFresh(age))
        {
            return;
        }

        // One reads, the others wait for what it finds.
        await _reading.WaitAsync(cancellation);
        try
        {
            if (!known.IsFresh(age))
            {
                var all = await workers.ListAsync(
                    afterId: null, AllocationLimits.MaxWorkers, _ => true, cancellation);
                known.Replace(all, await active.ListAllAsync(LeaseSweep.MaxLeases, cancellation));
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();
}
