namespace Swarm.Durable;

/// <summary>The orchestration that called this one.</summary>
/// <param name="Name">The name of its orchestrator.</param>
/// <param name="InstanceId">Its instance id.</param>
public record class ParentOrchestrationInstance(TaskName Name, string InstanceId);
