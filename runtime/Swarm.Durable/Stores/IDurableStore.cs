using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>
/// Where an engine keeps its instances. A task that has completed means: durable. One that failed means: nothing of it
/// is stored. One engine uses a store at a time; any number of its calls may be under way at once.
/// </summary>
public interface IDurableStore
{
    /// <summary>Creates an instance, in place of one of the same id unless that is in a refused status.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="refusedStatuses">The statuses of an existing instance that refuse the creation.</param>
    /// <param name="cancellation">Drops the wish if it has not begun.</param>
    Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default);

    /// <summary>
    /// Puts a message into the inbox of an instance that has not ended, or of an entity, which is made if it is not
    /// there. The messages of a commit go the same ways.
    /// </summary>
    /// <param name="instanceId">The id of the instance or entity.</param>
    /// <param name="body">The message, encoded.</param>
    /// <param name="cancellation">Drops the wish if it has not begun.</param>
    Task<PostOutcome> PostAsync(string instanceId, byte[] body, CancellationToken cancellation = default);

    /// <summary>Applies all that a turn changes, or nothing.</summary>
    /// <param name="commit">The changes.</param>
    Task<TurnOutcome> CommitAsync(TurnCommit commit);

    /// <summary>Notes that no activity of an ended instance is running any more: a restart need not wake it.</summary>
    /// <param name="key">The key of the instance. Nothing happens if there is none.</param>
    /// <param name="turns">How many turns it ended with. Nothing happens if it was rewound since.</param>
    Task SettleAsync(long key, int turns);

    /// <summary>
    /// Makes a failed instance a running one, without its output and failure, and puts a message into its inbox.
    /// </summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="body">The message, encoded.</param>
    /// <param name="updatedAt">The time.</param>
    /// <param name="cancellation">Drops the wish if it has not begun.</param>
    Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default);

    /// <summary>Removes an instance that has ended, with its history; its children stay.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <returns>Whether there was one that had ended.</returns>
    Task<bool> PurgeAsync(string instanceId);

    /// <summary>Reads all that is needed to go on with an instance; null if there is none.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    ValueTask<LoadedInstance?> LoadAsync(string instanceId);

    /// <summary>Reads an instance; null if there is none.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="withPayloads">Whether input, output, custom status and failure are read too.</param>
    ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads);

    /// <summary>Reads one page of a list.</summary>
    /// <param name="query">Which instances.</param>
    /// <exception cref="ArgumentException">The continuation token is not one of this list.</exception>
    ValueTask<InstancePage> ListAsync(InstanceQuery query);

    /// <summary>How many stored instances are in each status. It is kept, so asking costs nothing.</summary>
    IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus();

    /// <summary>Reads the ids of the sub-orchestrations that an instance started and that are still stored.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId);

    /// <summary>Reads what a restart must see to: a page of at most the given size, in the order of keys.</summary>
    /// <remarks>It holds the entities too that have messages.</remarks>
    /// <param name="afterKey">The last key of the page before; 0 for the first page.</param>
    /// <param name="maxInstances">The size of the page.</param>
    ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances);

    /// <summary>Applies all that a turn of an entity changes, or nothing.</summary>
    /// <param name="commit">The changes.</param>
    /// <returns>The keys of started orchestrations stand where those of children do.</returns>
    Task<TurnOutcome> CommitEntityAsync(EntityCommit commit);

    /// <summary>Reads all that is needed to go on with an entity; null if there is none.</summary>
    /// <param name="entityId">The id of the entity.</param>
    /// <param name="limit">How much of the inbox is read; all if null.</param>
    ValueTask<LoadedEntity?> LoadEntityAsync(string entityId, InboxLimit? limit = null);

    /// <summary>Reads a page of the inbox of an entity. It is empty if there is no such entity.</summary>
    /// <param name="entityId">The id of the entity.</param>
    /// <param name="key">Its key.</param>
    /// <param name="afterId">The number of the message behind which the page begins.</param>
    /// <param name="limit">How much is read.</param>
    ValueTask<InboxPage> ReadInboxAsync(string entityId, long key, long afterId, InboxLimit limit);

    /// <summary>Reads an entity; null if there is none.</summary>
    /// <param name="entityId">The id of the entity.</param>
    /// <param name="withState">Whether the state is read too.</param>
    ValueTask<EntityRecord?> FindEntityAsync(string entityId, bool withState);

    /// <summary>Reads one page of a list of entities.</summary>
    /// <param name="query">Which entities.</param>
    ValueTask<EntityPage> ListEntitiesAsync(EntityListQuery query);

    /// <summary>Removes an entity that has no state, no message and no lock.</summary>
    /// <param name="entityId">The id of the entity.</param>
    /// <returns>Whether there was such a one.</returns>
    Task<bool> RemoveEntityAsync(string entityId);
}
