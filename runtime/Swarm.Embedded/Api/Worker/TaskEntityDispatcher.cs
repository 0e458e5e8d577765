using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable.Entities;
using Swarm.Embedded.Durable;

namespace Swarm.Embedded.Worker;

/// <summary>Brings an operation from the function that the entity trigger calls to the code of the entity.</summary>
public sealed class TaskEntityDispatcher
{
    private readonly TaskEntityOperation _operation;
    private readonly IServiceProvider _services;

    internal TaskEntityDispatcher(TaskEntityOperation operation, IServiceProvider services)
    {
        _operation = operation;
        _services = services;
    }

    /// <summary>What the operation returned.</summary>
    internal object? Result { get; private set; }

    /// <summary>Runs the operation on an entity.</summary>
    /// <param name="entity">The entity.</param>
    public Task DispatchAsync(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DispatchAsync(entity.RunAsync);
    }

    /// <summary>Runs the operation on an entity made by dependency injection, or on a plain state.</summary>
    /// <typeparam name="T">The class of the entity, or that of a state whose methods are the operations.</typeparam>
    public Task DispatchAsync<T>() => DispatchAsync(typeof(ITaskEntity).IsAssignableFrom(typeof(T))
        ? (ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance<T>(_services)!
        : new StateEntity<T>());

    /// <summary>Runs the operation by a function.</summary>
    /// <param name="handler">The function.</param>
    public async Task DispatchAsync(Func<TaskEntityOperation, ValueTask<object?>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Result = await handler(_operation);
    }
}
