namespace Swarm.Functions.Scopes;

/// <summary>A subtask that a director has planned.</summary>
/// <param name="Round">The round that it belongs to.</param>
/// <param name="Id">Its id in this round.</param>
/// <param name="Worker">The worker that does it.</param>
/// <param name="Title">What it is about; null when the director did not say.</param>
/// <param name="Needs">The subtasks of its round that must have ended before.</param>
public sealed record PlannedSubtask(
    int Round, string Id, string Worker, string? Title, IReadOnlyList<string>? Needs = null);
