namespace Swarm.Durable.Entities;

/// <summary>One operation that an entity runs.</summary>
public abstract class TaskEntityOperation
{
    /// <summary>The name of the operation.</summary>
    public abstract string Name { get; }

    /// <summary>What the entity may do while it runs the operation.</summary>
    public abstract TaskEntityContext Context { get; }

    /// <summary>The entity's state.</summary>
    public abstract TaskEntityState State { get; }

    /// <summary>Whether the operation has an input.</summary>
    public abstract bool HasInput { get; }

    /// <summary>The input.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The input; the default if there is none.</returns>
    public virtual T? GetInput<T>() => (T?)GetInput(typeof(T));

    /// <summary>The input.</summary>
    /// <param name="inputType">Its type.</param>
    /// <returns>The input; null if there is none.</returns>
    public abstract object? GetInput(Type inputType);

    /// <summary>Entity and operation, for messages.</summary>
    public override string ToString() => $"{Context.Id}/{Name}";
}
