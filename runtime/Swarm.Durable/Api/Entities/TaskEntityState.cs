namespace Swarm.Durable.Entities;

/// <summary>The state of an entity. What an operation sets is kept if the operation succeeds.</summary>
public abstract class TaskEntityState
{
    /// <summary>Whether there is a state; without one the entity does not exist.</summary>
    public abstract bool HasState { get; }

    /// <summary>Reads the state.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="defaultValue">What to return if there is none.</param>
    public virtual T? GetState<T>(T? defaultValue = default) =>
        GetState(typeof(T)) is { } state ? (T)state : defaultValue;

    /// <summary>Reads the state.</summary>
    /// <param name="type">Its type.</param>
    /// <returns>The state; null if there is none.</returns>
    public abstract object? GetState(Type type);

    /// <summary>Sets the state.</summary>
    /// <param name="state">The new state; null deletes the entity.</param>
    public abstract void SetState(object? state);
}
