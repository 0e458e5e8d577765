using Swarm.Functions.Pending;

namespace Swarm.Functions.Allocation;

/// <summary>Places work that a worker gave back because it does not fit.</summary>
internal sealed class PlaceWorkPending(WorkPlacing placing) : IPendingHandler
{
    public string Kind => PendingKinds.PlaceWork;

    public async Task<PendingOutcome> RedoAsync(
        PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        await placing.PlaceAsync(
            effect.RunId, effect.WorkItemId!, "A worker that does not fit had its pointer.", cancellation);
        return PendingOutcome.Done;
    }
}
