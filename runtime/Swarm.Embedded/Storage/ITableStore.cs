using Azure;

namespace Swarm.Embedded.Storage;

/// <summary>What the table clients need from the place where entities are kept.</summary>
internal interface ITableStore
{
    string AccountName { get; }

    /// <summary>Creates a table; false when it was there already.</summary>
    Task<bool> CreateTableAsync(string table, CancellationToken cancellationToken);

    /// <summary>Deletes a table and all that is in it; false when it was not there.</summary>
    Task<bool> DeleteTableAsync(string table, CancellationToken cancellationToken);

    StoredEntity? Find(string table, string partitionKey, string rowKey);

    /// <summary>
    /// At most <paramref name="maxCount"/> matching entities, the first at or after <paramref name="from"/>.
    /// </summary>
    EntityPage Query(string table, EntityFilter filter, EntityKey? from, int maxCount);

    /// <summary>Does all writes or none, and returns each entity's new version.</summary>
    /// <exception cref="RequestFailedException">One of the writes was refused; its data names which.</exception>
    Task<IReadOnlyList<ETag>> CommitAsync(
        string table, IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken);
}
