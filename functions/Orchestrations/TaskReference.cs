using Swarm.Core.Ids;

namespace Swarm.Functions.Orchestrations;

/// <summary>A start of a task: what its orchestration is started with.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Start">The number of the start, counted from 1.</param>
public sealed record TaskReference(string TaskId, int Start)
{
    /// <summary>The id of the orchestration.</summary>
    public string InstanceId() => DerivedId.Join("task", TaskId, $"{Start}");
}
