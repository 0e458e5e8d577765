using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>What happens when the score of a node is below its threshold.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BelowRule>))]
public enum BelowRule
{
    /// <summary>The node fails.</summary>
    Fail,

    /// <summary>Its work is done again with what the evaluators say, some times; then it fails.</summary>
    Retry,

    /// <summary>It completes; conditions can look at its score.</summary>
    Continue,

    /// <summary>A person is asked.</summary>
    Checkpoint,
}
