using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>What a checkpoint that nobody has answered in time means.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CheckpointExpiry>))]
public enum CheckpointExpiry
{
    /// <summary>It is rejected: the node fails.</summary>
    Reject,

    /// <summary>It is approved.</summary>
    Approve,

    /// <summary>It is passed over.</summary>
    Skip,
}
