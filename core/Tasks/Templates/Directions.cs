namespace Swarm.Core.Tasks.Templates;

/// <summary>How a director is asked to break a task down, and what it can have done.</summary>
/// <param name="Prompt">What it is asked, with references of the workflow language.</param>
/// <param name="Workers">What a subtask of its plan can be.</param>
public sealed record Directions(string Prompt, IReadOnlyList<SubtaskTemplate> Workers);
