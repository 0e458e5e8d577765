using Swarm.Contracts.Tasks;

namespace Swarm.Core.Tasks;

/// <summary>What of a task decides when its turn comes.</summary>
/// <param name="Id">The task.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record OrderedTask(string Id, TaskPriority Priority, DateTimeOffset CreatedAt);
