using System.Text.Json;

namespace Swarm.Core.Workflows;

/// <summary>
/// A node that runs several times side by side: once for each item of a list, or as a number of copies.
/// </summary>
public sealed record FanOutDefinition
{
    /// <summary>The list, which may hold references, or a text that refers to one; null for copies.</summary>
    public JsonElement? Over { get; init; }

    /// <summary>How many copies; null for a list.</summary>
    public int? Copies { get; init; }

    /// <summary>How many run at a time; null for all.</summary>
    public int? MaxParallel { get; init; }

    public FailureRule OnFailure { get; init; }
}
