using System.Text.Json;

namespace Swarm.Functions.Scopes;

/// <summary>What a director is told when it is asked.</summary>
internal sealed record PlanReport
{
    /// <summary>The round that it plans, counted from 1.</summary>
    public required int Round { get; init; }

    /// <summary>How many more plans it may have carried out.</summary>
    public required int RoundsLeft { get; init; }

    /// <summary>How many more subtasks it may plan.</summary>
    public required int SubtasksLeft { get; init; }

    /// <summary>The workers that it may name.</summary>
    public required IReadOnlyList<string> Workers { get; init; }

    /// <summary>What was wrong with its last answer; empty when nothing was.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>What became of its subtasks.</summary>
    public required IReadOnlyList<SubtaskReport> Subtasks { get; init; }

    /// <summary>The JSON Schema of the answer that is expected.</summary>
    public required JsonElement AnswerSchema { get; init; }
}
