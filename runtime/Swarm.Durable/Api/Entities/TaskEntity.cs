using Swarm.Durable.EntityTurns;

namespace Swarm.Durable.Entities;

/// <summary>
/// An entity whose operations are the public methods of its class, and those of its state if that is allowed. Names
/// compare without case. A method may take the input, a <see cref="TaskEntityContext"/> and a
/// <see cref="TaskEntityOperation"/>, and may return a task. The operation "delete" deletes the state unless there is a
/// method of that name.
/// </summary>
/// <typeparam name="TState">The type of the state.</typeparam>
public abstract class TaskEntity<TState> : ITaskEntity
{
    private TaskEntityOperation? _operation;

    /// <summary>Whether operations that are no methods of the entity are looked for on its state.</summary>
    /// <value>False by default.</value>
    protected virtual bool AllowStateDispatch => false;

    /// <summary>The state. It is stored when the operation succeeds; null deletes the entity.</summary>
    protected TState State { get; set; } = default!;

    /// <summary>What the entity may do besides.</summary>
    protected TaskEntityContext Context => (_operation
        ?? throw new InvalidOperationException("An entity has a context only while it runs an operation.")).Context;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">There is no such operation.</exception>
    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        _operation = operation;
        State = operation.State.GetState(typeof(TState)) is { } state ? (TState)state : InitializeState(operation);
        if (OperationDispatch.Find(this, operation) is { } own)
        {
            object? result = await own.RunAsync();
            operation.State.SetState(State);
            return result;
        }

        if (AllowStateDispatch && State is { } target && OperationDispatch.Find(target, operation) is { } ofState)
        {
            object? result = await ofState.RunAsync();

            // The method of a value type has changed a boxed copy.
            operation.State.SetState(ofState.Target);
            return result;
        }

        if (!operation.Name.Equals("delete", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException($"No suitable method found for entity operation '{operation}'.");
        }

        operation.State.SetState(null);
        return null;
    }

    /// <summary>Makes the state of an entity that has none.</summary>
    /// <param name="entityOperation">The operation that is about to run.</param>
    protected virtual TState InitializeState(TaskEntityOperation entityOperation) =>
        (TState)Activator.CreateInstance(Nullable.GetUnderlyingType(typeof(TState)) ?? typeof(TState))!;
}
