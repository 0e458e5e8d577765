using Swarm.Core.Allocation;
using Swarm.Functions.Allocation;
using Swarm.Functions.Http;

namespace Swarm.Functions.Workers;

/// <summary>
/// Holds back a worker that asks for work and takes none now: it is being drained, is out of order, or its machine is
/// busier than its owner allows.
/// </summary>
public sealed class WorkerReadiness(WorkerStore workers, TimeProvider time)
{
    /// <summary>How often to look whether it may go on; its heartbeats come no faster.</summary>
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(3);

    /// <summary>The worker once it takes work; null when it does not within the time.</summary>
    /// <exception cref="ApiProblemException">409: it has signed off.</exception>
    public async Task<WorkerDocument?> WaitAsync(string workerId, TimeSpan wait, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var worker = (await workers.FindAsync(workerId, cancellation))?.Document;
            if (worker is null or { SignedOff: true })
            {
                throw Problems.Conflict("This worker has signed off. Send a heartbeat before you ask for work.");
            }

            if (Allocator.FindHeldBack(WorkerCandidates.Of(worker, taken: 0, time.GetUtcNow())) is null)
            {
                return worker;
            }

            var left = wait - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.Delay(left < s_lookEvery ? left : s_lookEvery, time, cancellation);
        }
    }
}
