using Swarm.Durable.Client;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>Removes instances that have ended, with or without what they started.</summary>
internal sealed class InstancePurge(IDurableStore store, TimeProvider time)
{
    private const int PageSize = 1_000;

    /// <summary>Removes an instance; what has not ended stays.</summary>
    /// <returns>How many instances were removed.</returns>
    internal async Task<int> PurgeAsync(string instanceId, bool recursive, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int purged = 0;
        if (recursive)
        {
            // Children go first: if the purge is cut off, the parent still leads to what is left.
            foreach (string child in await store.ListChildrenAsync(instanceId))
            {
                purged += await PurgeAsync(child, recursive, cancellation);
            }
        }

        return purged + (await store.PurgeAsync(instanceId) ? 1 : 0);
    }

    /// <summary>Removes what a client names.</summary>
    internal async Task<PurgeResult> PurgeAllAsync(
        PurgeInstancesFilter filter, bool recursive, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        var query = new InstanceQuery
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            Statuses = filter.Statuses?.ToArray(),
            PageSize = PageSize,
        };
        int purged = 0;
        await foreach (InstanceRecord record in ListEndedAsync(query))
        {
            if (filter.Timeout is { } timeout && time.GetElapsedTime(start) >= timeout)
            {
                return new PurgeResult(purged, false);
            }

            purged += await PurgeAsync(record.InstanceId, recursive, cancellation);
        }

        return new PurgeResult(purged, true);
    }

    /// <summary>
    /// Removes what ended at a time or before, with all that it started. What a parent started stays as long as the
    /// parent: a rewind of that still needs its answer.
    /// </summary>
    /// <returns>How many instances were removed.</returns>
    internal async Task<int> PurgeEndedAsync(DateTimeOffset endedUntil, CancellationToken cancellation)
    {
        int purged = 0;
        await foreach (InstanceRecord record in ListEndedAsync(
            new InstanceQuery { CompletedTo = endedUntil, PageSize = PageSize }))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!await HasParentAsync(record))
            {
                purged += await PurgeAsync(record.InstanceId, recursive: true, cancellation);
            }
        }

        return purged;
    }

    private async Task<bool> HasParentAsync(InstanceRecord record) =>
        record.Parent is { } parent
        && (await store.FindAsync(parent.InstanceId, withPayloads: false))?.Key == parent.Key;

    private async IAsyncEnumerable<InstanceRecord> ListEndedAsync(InstanceQuery query)
    {
        do
        {
            InstancePage page = await store.ListAsync(query);
            foreach (InstanceRecord record in page.Instances.Where(record => record.HasEnded))
            {
                yield return record;
            }

            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (query.ContinuationToken is not null);
    }
}
