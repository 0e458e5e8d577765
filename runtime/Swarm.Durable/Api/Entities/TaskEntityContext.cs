namespace Swarm.Durable.Entities;

/// <summary>
/// What an entity may do while it runs an operation. It happens when the operation is committed, and not at all if the
/// operation fails.
/// </summary>
public abstract class TaskEntityContext
{
    /// <summary>The entity.</summary>
    public abstract EntityInstanceId Id { get; }

    /// <summary>Signals an entity.</summary>
    /// <param name="id">The entity.</param>
    /// <param name="operationName">The operation.</param>
    /// <param name="options">How it is signalled.</param>
    public virtual void SignalEntity(EntityInstanceId id, string operationName, SignalEntityOptions options) =>
        SignalEntity(id, operationName, null, options);

    /// <summary>Signals an entity.</summary>
    /// <param name="id">The entity.</param>
    /// <param name="operationName">The operation.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is signalled.</param>
    public abstract void SignalEntity(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);

    /// <summary>Starts an orchestration.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="options">How it is started.</param>
    /// <returns>The id of the instance.</returns>
    public virtual string ScheduleNewOrchestration(TaskName name, StartOrchestrationOptions options) =>
        ScheduleNewOrchestration(name, null, options);

    /// <summary>Starts an orchestration. Nothing happens if its id is that of one that has not ended.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="input">The input.</param>
    /// <param name="options">How it is started.</param>
    /// <returns>The id of the instance.</returns>
    public abstract string ScheduleNewOrchestration(
        TaskName name, object? input = null, StartOrchestrationOptions? options = null);
}
