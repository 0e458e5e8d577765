using Swarm.Contracts.Allocation;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Tasks;
using Swarm.Core.Workflows;

namespace Swarm.Core.Tasks;

/// <summary>What of a task shapes its workflow.</summary>
public sealed record TaskFacts
{
    /// <summary>The name of its workflow.</summary>
    public required string WorkflowName { get; init; }

    public required bool HasRepository { get; init; }

    /// <summary>The tool for subtasks that do not name one.</summary>
    public required string Tool { get; init; }

    /// <summary>Stands before the priority of each subtask; null to leave them as they are.</summary>
    public NodePriority? Priority { get; init; }

    public bool Sensitive { get; init; }

    public PermissionLevel Permission { get; init; } = PermissionLevel.Autonomous;

    /// <summary>How often its runs ask a person; null for only where a subtask asks.</summary>
    public CheckpointFrequency? Checkpoints { get; init; }

    /// <summary>Who breaks it down in the template's place; null for the template.</summary>
    public TaskDirector? Director { get; init; }

    /// <summary>A task that uses everything a template can ask for.</summary>
    internal static TaskFacts Sample { get; } =
        new() { WorkflowName = "sample", HasRepository = true, Tool = "claude-code" };
}
