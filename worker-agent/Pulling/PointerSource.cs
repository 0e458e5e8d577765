using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Pulling;

/// <summary>
/// Where the next pointer comes from: the storage queues where they are open to us, else the long poll. The claim is
/// the same for both.
/// </summary>
/// <param name="client">The control plane.</param>
/// <param name="queues">The queues; null when the owner wants the long poll alone.</param>
internal sealed class PointerSource(ControlPlaneClient client, QueuePulling? queues)
{
    // How many pointers were taken; it decides whose turn it is among the queues.
    private long turn;

    /// <summary>Waits a while for a pointer; null if none came.</summary>
    /// <param name="tools">The tools that this worker can run now.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ControlPlaneException">The control plane refused, or could not be reached.</exception>
    public async Task<WorkItemPointer?> NextAsync(IReadOnlyList<string> tools, CancellationToken cancellation)
    {
        var pointer = queues is not null && await queues.TryOpenAsync(tools, cancellation)
            ? await queues.PullAsync(turn, cancellation)
            : await client.PollAsync(
                new PollRequest { Tools = tools, WaitSeconds = ControlPlaneClient.PollSeconds, Turn = turn },
                cancellation);
        turn += pointer is null ? 0 : 1;
        return pointer;
    }
}
