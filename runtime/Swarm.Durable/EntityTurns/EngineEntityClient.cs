using System.Diagnostics;
using Swarm.Durable.Client;
using Swarm.Durable.Client.Entities;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>The entities of an engine in the same process. A signal is committed when its call returns.</summary>
internal sealed class EngineEntityClient(IDurableStore store, Deliveries deliveries, PayloadConverter payloads)
    : DurableEntityClient("embedded")
{
    private const int MaxPageSize = 1_000;

    public override async Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default)
    {
        EntityOperationRequest request = EntitySignals.Make(
            id, operationName, input, options, Activity.Current?.Id, payloads);
        PostOutcome outcome = await store.PostAsync(id.ToString(), RowCodec.EncodeMessage(request), cancellation);
        deliveries.Deliver(outcome.Message!);
    }

    public override async Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await FindAsync(id, includeState) is { } record ? Describe(record) : null;

    public override async Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await FindAsync(id, includeState) is { } record ? Describe<T>(record) : null;

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) =>
        List(filter, Describe);

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) =>
        List(filter, Describe<T>);

    public override async Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null,
        bool continueUntilComplete = true,
        CancellationToken cancellation = default)
    {
        CleanEntityStorageRequest wanted = request ?? CleanEntityStorageRequest.Default;
        int removed = 0;
        int released = 0;
        string? token = wanted.ContinuationToken;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            EntityPage page = await store.ListEntitiesAsync(
                new EntityListQuery { IncludesTransient = true, ContinuationToken = token });
            foreach (EntityRecord record in page.Entities)
            {
                released += wanted.ReleaseOrphanedLocks && await ReleaseOrphanedLockAsync(record) ? 1 : 0;
                removed += wanted.RemoveEmptyEntities
                    && record.IsEmpty
                    && await store.RemoveEntityAsync(record.EntityId) ? 1 : 0;
            }

            token = page.ContinuationToken;
        }
        while (continueUntilComplete && token is not null);
        return new CleanEntityStorageResult
        {
            ContinuationToken = token,
            EmptyEntitiesRemoved = removed,
            OrphanedLocksReleased = released,
        };
    }

    private async Task<bool> ReleaseOrphanedLockAsync(EntityRecord record)
    {
        if (record.LockedBy is not { } owner)
        {
            return false;
        }

        InstanceRecord? orchestration = await store.FindAsync(owner.InstanceId, withPayloads: false);
        if (orchestration is { HasEnded: false }
            && orchestration.Key == owner.Key
            && orchestration.Generation == owner.Generation)
        {
            return false;
        }

        byte[] release = RowCodec.EncodeMessage(new EntityLockRelease(owner));
        PostOutcome outcome = await store.PostAsync(record.EntityId, release);
        deliveries.Deliver(outcome.Message!);
        return true;
    }

    private async Task<EntityRecord?> FindAsync(EntityInstanceId id, bool withState)
    {
        EntitySignals.Demand(id);
        return await store.FindEntityAsync(id.ToString(), withState) is { HasState: true } record ? record : null;
    }

    private AsyncPageable<TMetadata> List<TMetadata>(EntityQuery? filter, Func<EntityRecord, TMetadata> describe)
        where TMetadata : notnull
    {
        EntityQuery wanted = filter ?? new EntityQuery();
        return Pageable.Create(async (token, sizeHint, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            int pageSize = sizeHint ?? wanted.PageSize ?? EntityQuery.DefaultPageSize;
            EntityPage page = await store.ListEntitiesAsync(new EntityListQuery
            {
                IdPrefix = wanted.InstanceIdStartsWith ?? string.Empty,
                ModifiedFrom = wanted.LastModifiedFrom,
                ModifiedTo = wanted.LastModifiedTo,
                IncludesTransient = wanted.IncludeTransient,
                WithState = wanted.IncludeState,
                PageSize = Math.Clamp(pageSize, 1, MaxPageSize),
                ContinuationToken = token ?? wanted.ContinuationToken,
            });
            return new Page<TMetadata>([.. page.Entities.Select(describe)], page.ContinuationToken);
        });
    }

    private EntityMetadata Describe(EntityRecord record) => new(
        EntityInstanceId.FromString(record.EntityId),
        record.State is { } state ? new SerializedData(state, payloads.Inner) : null)
    {
        LastModifiedTime = record.UpdatedAt,
        BacklogQueueSize = record.Backlog,
        LockedBy = record.LockedBy?.InstanceId,
    };

    private EntityMetadata<T> Describe<T>(EntityRecord record)
    {
        var id = EntityInstanceId.FromString(record.EntityId);
        return record.State is { } state
            ? new EntityMetadata<T>(id, payloads.Deserialize<T>(state))
            {
                LastModifiedTime = record.UpdatedAt,
                BacklogQueueSize = record.Backlog,
                LockedBy = record.LockedBy?.InstanceId,
            }
            : new EntityMetadata<T>(id)
            {
                LastModifiedTime = record.UpdatedAt,
                BacklogQueueSize = record.Backlog,
                LockedBy = record.LockedBy?.InstanceId,
            };
    }
}
