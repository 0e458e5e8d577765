using System.Text.Json.Serialization;
using Swarm.Core.Conditions;

namespace Swarm.Core.Workflows;

/// <summary>One way from a node to another.</summary>
public sealed record EdgeDefinition
{
    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>Holds on what <see cref="From"/> ended with; null holds whenever it ended well.</summary>
    public Condition? When { get; init; }

    /// <summary>How often a loop edge may be taken in a run; null for an edge that leads forward.</summary>
    public int? LoopMax { get; init; }

    [JsonIgnore]
    public bool IsLoop => LoopMax is not null;
}
