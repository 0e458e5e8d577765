using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Tasks;

/// <summary>A subtask: a node of the workflow that the task's template makes of it.</summary>
public sealed record SubtaskDetail
{
    /// <summary>Its id, which is the node's path in the run.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>How hard it is, from 1 to 5.</summary>
    public required int Complexity { get; init; }

    /// <summary>The tool that does it.</summary>
    public required string Tool { get; init; }

    /// <summary>The kind of worker that it suits; null for any.</summary>
    public string? Specialisation { get; init; }

    /// <summary>The subtasks that must have completed before.</summary>
    public IReadOnlyList<string> Needs { get; set; } = [];

    /// <summary>Where it stands.</summary>
    public required NodeStatus Status { get; init; }
}
