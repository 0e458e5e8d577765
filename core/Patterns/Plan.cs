using System.Text.Json;

namespace Swarm.Core.Patterns;

/// <summary>What a director answers: subtasks to be done, or that all is done.</summary>
/// <param name="IsDone">True when nothing more is to be done.</param>
/// <param name="Result">What the whole has come to; may be null.</param>
/// <param name="Subtasks">What is to be done; empty when all is done.</param>
public sealed record Plan(bool IsDone, JsonElement? Result, IReadOnlyList<Subtask> Subtasks);
