using System.Text.Json;

namespace Swarm.Contracts.Runs;

/// <summary>One entry of a run's history. Sequence numbers of a run have no gaps.</summary>
public sealed record RunEvent
{
    /// <summary>Its place in the run's history, counted from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its id, the same whenever the step that tells it is repeated.</summary>
    public required string Id { get; init; }

    /// <summary>What happened, one of <see cref="RunEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The node that it concerns; null for the run itself.</summary>
    public string? Node { get; init; }

    /// <summary>The node's iteration.</summary>
    public int? Iteration { get; init; }

    /// <summary>More about it, by type.</summary>
    public JsonElement? Data { get; init; }
}
