using Swarm.Durable.Entities;

namespace Swarm.Durable.Client.Entities;

/// <summary>Signals, reads and lists entities.</summary>
public abstract class DurableEntityClient
{
    /// <summary>Makes a client.</summary>
    /// <param name="name">Its name.</param>
    protected DurableEntityClient(string name) => Name = name;

    /// <summary>The name of the client.</summary>
    public string Name { get; }

    /// <summary>Signals an entity. Once this returns, the signal survives any crash.</summary>
    /// <param name="id">The entity; it need not exist.</param>
    /// <param name="operationName">The operation.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is signalled.</param>
    /// <param name="cancellation">Stops waiting; the signal may still be sent.</param>
    public abstract Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default);

    /// <summary>Signals an entity without input.</summary>
    /// <param name="id">The entity; it need not exist.</param>
    /// <param name="operationName">The operation.</param>
    /// <param name="options">How it is signalled.</param>
    /// <param name="cancellation">Stops waiting; the signal may still be sent.</param>
    public virtual Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        SignalEntityOptions options,
        CancellationToken cancellation = default) =>
        SignalEntityAsync(id, operationName, null, options, cancellation);

    /// <summary>Signals an entity without input.</summary>
    /// <param name="id">The entity; it need not exist.</param>
    /// <param name="operationName">The operation.</param>
    /// <param name="cancellation">Stops waiting; the signal may still be sent.</param>
    public virtual Task SignalEntityAsync(
        EntityInstanceId id, string operationName, CancellationToken cancellation) =>
        SignalEntityAsync(id, operationName, null, null, cancellation);

    /// <summary>Reads an entity, its state as text.</summary>
    /// <param name="id">The entity.</param>
    /// <param name="includeState">Whether the state is read.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The entity; null if it has no state.</returns>
    public abstract Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <summary>Reads an entity with its state as text.</summary>
    /// <param name="id">The entity.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The entity; null if it has no state.</returns>
    public virtual Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync(id, true, cancellation);

    /// <summary>Reads an entity.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="id">The entity.</param>
    /// <param name="includeState">Whether the state is read.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The entity; null if it has no state.</returns>
    public abstract Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <summary>Reads an entity with its state.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="id">The entity.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The entity; null if it has no state.</returns>
    public virtual Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync<T>(id, true, cancellation);

    /// <summary>Lists entities, their states as text.</summary>
    /// <param name="filter">Which; all that have a state if null.</param>
    public abstract AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null);

    /// <summary>Lists entities.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="filter">Which; all that have a state if null.</param>
    public abstract AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null);

    /// <summary>Removes empty entities and releases locks whose owners are gone.</summary>
    /// <param name="request">What is cleaned; everything if null.</param>
    /// <param name="continueUntilComplete">Whether to go on to the end; else one page is looked at.</param>
    /// <param name="cancellation">Stops the cleaning where it is.</param>
    public abstract Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null,
        bool continueUntilComplete = true,
        CancellationToken cancellation = default);
}
