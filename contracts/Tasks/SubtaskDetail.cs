using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Tasks;

/// <summary>A subtask: a node of the run that does the task, from its template or from a director's plan.</summary>
public sealed record SubtaskDetail
{
    /// <summary>Its id, which is the node's path in the run.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>How hard it is, from 1 to 5; null when a director has planned it.</summary>
    public int? Complexity { get; init; }

    /// <summary>The tool that does it.</summary>
    public required string Tool { get; init; }

    /// <summary>The kind of worker that it suits; null for any.</summary>
    public string? Specialisation { get; init; }

    /// <summary>The subtasks that must have completed before.</summary>
    public IReadOnlyList<string> Needs { get; set; } = [];

    /// <summary>Where it stands.</summary>
    public required NodeStatus Status { get; init; }
}
