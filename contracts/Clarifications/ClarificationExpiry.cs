using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Clarifications;

/// <summary>What happens when nobody answers in time and whoever asked named no assumption to go on with.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ClarificationExpiry>))]
public enum ClarificationExpiry
{
    /// <summary>The work item goes on and is told to decide by itself.</summary>
    Proceed,

    /// <summary>The work item fails.</summary>
    Fail,
}
