namespace Swarm.Contracts.WorkItems;

/// <summary>What a work item has used, as its tool tells it. What the tool does not tell is null.</summary>
public sealed record ToolUsage
{
    /// <summary>The tokens that the model read, those from its cache included.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Those of the read tokens that came from the model's cache.</summary>
    public long? CachedInputTokens { get; init; }

    /// <summary>The tokens that the model wrote.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>What it cost, in US dollars.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>How many turns the conversation took.</summary>
    public int? Turns { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>The tool's own id of the conversation.</summary>
    public string? Session { get; init; }

    /// <summary>True when it went on with a conversation that this worker held.</summary>
    public bool Resumed { get; init; }
}
