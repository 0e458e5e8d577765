using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>What becomes of pieces of work that run side by side when one of them fails.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureRule>))]
public enum FailureRule
{
    /// <summary>The others are cancelled, and the whole fails.</summary>
    FailFast,

    /// <summary>The others go on, and the whole ends well and tells what failed.</summary>
    Collect,
}
