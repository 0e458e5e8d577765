using System.Text.Json;

namespace Swarm.Functions.Runs;

/// <summary>What events of runs and nodes say beside their type.</summary>
public sealed record RunEventData
{
    public string? Reason { get; init; }

    public int? Attempt { get; init; }

    public string? WorkItemId { get; init; }

    public int? ExitCode { get; init; }

    public string? Commit { get; init; }

    /// <summary>Until when the next attempt is waited for.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The target of a loop edge.</summary>
    public string? To { get; init; }

    /// <summary>How often the loop edge has been taken.</summary>
    public int? Count { get; init; }

    /// <summary>How often it may be taken.</summary>
    public int? Max { get; init; }

    /// <summary>How many subtasks a director's plan has.</summary>
    public int? Subtasks { get; init; }

    /// <summary>The lock that a node waits for.</summary>
    public string? Lock { get; init; }

    /// <summary>The run and node that have it.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Who has done it.</summary>
    public string? By { get; init; }

    /// <summary>How good what a node put out is, 0 to 10.</summary>
    public double? Score { get; init; }

    /// <summary>From which score on it is good enough.</summary>
    public double? Threshold { get; init; }

    /// <summary>The node from which on a retried run runs anew.</summary>
    public string? From { get; init; }

    public static JsonElement? OfReason(string? reason) =>
        reason is null ? null : new RunEventData { Reason = reason }.ToJson();

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, RunsJsonContext.Default.RunEventData);
}
