using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Checkpoints;

/// <summary>How often a run asks a person whether it may go on, without any of its nodes asking.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CheckpointFrequency>))]
public enum CheckpointFrequency
{
    /// <summary>Seldom.</summary>
    Low,

    /// <summary>Now and then.</summary>
    Medium,

    /// <summary>Often.</summary>
    High,
}
