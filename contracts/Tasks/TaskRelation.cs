namespace Swarm.Contracts.Tasks;

/// <summary>A relation of a task to another.</summary>
/// <param name="Kind">How it stands to the other.</param>
/// <param name="TaskId">The other.</param>
public sealed record TaskRelation(TaskRelationKind Kind, string TaskId);
