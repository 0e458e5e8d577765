using System.Text.Json;

namespace Swarm.Core.Patterns;

/// <summary>One piece of a director's plan.</summary>
public sealed record Subtask
{
    public required string Id { get; init; }

    /// <summary>The worker that does it, by the name that the workflow gives it.</summary>
    public required string Worker { get; init; }

    /// <summary>What it is about, in words.</summary>
    public string? Title { get; init; }

    /// <summary>What the worker is given, by name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Input { get; init; }

    /// <summary>The subtasks that must have ended before.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>True when the plan goes on although this subtask fails.</summary>
    public bool ContinueOnFailure { get; init; }
}
