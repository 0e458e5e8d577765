namespace Swarm.Durable.Stores;

/// <summary>Which call or lock of which orchestration an entity answers to.</summary>
/// <param name="InstanceId">The id of the orchestration.</param>
/// <param name="Key">Its key: an instance that replaced it has another.</param>
/// <param name="Generation">Its generation: one that continued as new has another.</param>
/// <param name="TaskId">The number of the call or lock.</param>
public sealed record EntityCaller(string InstanceId, long Key, int Generation, int TaskId)
{
    /// <summary>The orchestration alone, whatever it waits for.</summary>
    public EntityCaller ToOrchestration() => this with { TaskId = 0 };

    /// <summary>Whether both are of the same generation of the same orchestration.</summary>
    /// <param name="other">The other.</param>
    public bool IsSameOrchestration(EntityCaller? other) =>
        other is not null && (InstanceId, Key, Generation) == (other.InstanceId, other.Key, other.Generation);
}
