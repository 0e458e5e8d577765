namespace Swarm.Durable.Entities;

/// <summary>The code of an entity. Unlike an orchestrator it may do anything: no operation is replayed.</summary>
public interface ITaskEntity
{
    /// <summary>Runs one operation.</summary>
    /// <param name="operation">The operation, with the entity's state and context.</param>
    /// <returns>What a caller gets; a signal's result is dropped.</returns>
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}
