using Swarm.Contracts.Allocation;
using Swarm.Contracts.Checkpoints;

namespace Swarm.Contracts.Tasks;

/// <summary>What a task asks for: everything that a version of it keeps.</summary>
public sealed record TaskSpec
{
    /// <summary>What is to be done, in a line of 1 to 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be done, at length; at most 16,000 characters.</summary>
    public string Description { get; set; } = "";

    /// <summary>What the task is about.</summary>
    public required TaskType Type { get; init; }

    /// <summary>The template that breaks it down.</summary>
    /// <value>By default the one that is named like <see cref="Type"/>; required for <see cref="TaskType.Custom"/>.
    /// </value>
    public string? Template { get; init; }

    /// <summary>Who breaks it down in the template's place; null for the template.</summary>
    public TaskDirector? Director { get; init; }

    /// <summary>How urgent its work is.</summary>
    public TaskPriority Priority { get; set; }

    /// <summary>The tools that may do it, the preferred one first; at most 10.</summary>
    /// <value>None by default: what its template says.</value>
    public IReadOnlyList<string> Tools { get; set; } = [];

    /// <summary>True for work that only trusted workers may see.</summary>
    public bool Sensitive { get; set; }

    /// <summary>How freely its work may act; workers whose owner allows less do not get it.</summary>
    /// <value><see cref="PermissionLevel.Autonomous"/> by default.</value>
    public PermissionLevel Permission { get; set; } = PermissionLevel.Autonomous;

    /// <summary>How often its run asks a person whether it may go on; null for only where a subtask asks.</summary>
    public CheckpointFrequency? Checkpoints { get; init; }

    /// <summary>The repository it works in: a path on the workers' machines; null for none.</summary>
    public string? Repository { get; init; }

    /// <summary>What its branch starts from; null for the repository's current branch.</summary>
    public string? Base { get; init; }

    /// <summary>Anything that the user wants to keep with it; at most 50 texts of 1,000 characters.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();
}
