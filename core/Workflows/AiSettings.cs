using System.Text.Json;

namespace Swarm.Core.Workflows;

/// <summary>How a tool that is asked in words does a node's work. What is null is left to the tool's owner.</summary>
public sealed record AiSettings
{
    public string? Model { get; init; }

    /// <summary>What the tool is told of its role before the prompt; it may hold references.</summary>
    public string? Instructions { get; init; }

    /// <summary>The conversation that the node goes on with where its worker holds it, and that others go on with.
    /// </summary>
    public string? Session { get; init; }

    /// <summary>What the tool may use of its own, in its own words.</summary>
    public IReadOnlyList<string>? AllowedTools { get; init; }

    /// <summary>After how many turns the tool must end.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>At which cost in US dollars the tool must end.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>The JSON Schema that the answer must have.</summary>
    public JsonElement? Schema { get; init; }
}
