namespace Swarm.Functions.Allocation;

/// <summary>Offers a worker that has a slot free what was kept from others.</summary>
public sealed class WorkOffering(KnownWorkers known, WorkGivenBack givenBack, WorkPlacing placing)
{
    /// <summary>The worker has reported a work item.</summary>
    public Task OfferAfterAsync(string workItemId, string workerId, CancellationToken cancellation)
    {
        known.Finish(workerId, workItemId);
        return OfferAsync(workerId, cancellation);
    }

    /// <summary>The worker may have a free slot. Each offer takes one, so there are no more than it has.</summary>
    public async Task OfferAsync(string workerId, CancellationToken cancellation)
    {
        while (givenBack.TakeFor(workerId) is { } work)
        {
            await placing.TryGiveAsync(
                work.RunId, work.WorkItemId, "A worker that fits has a free slot.", cancellation);
        }
    }
}
