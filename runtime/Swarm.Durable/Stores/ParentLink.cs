namespace Swarm.Durable.Stores;

/// <summary>Which call of which orchestration a sub-orchestration answers to.</summary>
/// <param name="InstanceId">The id of the parent.</param>
/// <param name="Name">The name of its orchestrator.</param>
/// <param name="Key">Its key: an instance that replaced it has another.</param>
/// <param name="Generation">Its generation: one that continued as new has another.</param>
/// <param name="TaskId">The number of the call.</param>
public sealed record ParentLink(string InstanceId, string Name, long Key, int Generation, int TaskId);
