using System.Text.Json;

namespace Swarm.Functions.Orchestrations;

/// <summary>What the evaluators of an attempt say together. Its size is bounded: it goes into histories.</summary>
public sealed record WorkScored
{
    public bool IsGood { get; init; }

    /// <summary>In a sentence.</summary>
    public string? Summary { get; init; }

    /// <summary>What whoever does the work again should know.</summary>
    public string? Feedback { get; init; }

    /// <summary>The scores, without words.</summary>
    public JsonElement? Brief { get; init; }

    /// <summary>Why there is no score; null when there is one.</summary>
    public string? Failure { get; init; }
}
