using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.DeadLetters;

/// <summary>Where a dead letter stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DeadLetterStatus>))]
public enum DeadLetterStatus
{
    /// <summary>Waits for somebody to decide; so does its node.</summary>
    Parked,

    /// <summary>Queued again with new deliveries.</summary>
    Replayed,

    /// <summary>Given up: its node has failed.</summary>
    Dropped,

    /// <summary>Given up because nobody decided in time: its node has failed.</summary>
    Expired,

    /// <summary>Its run was cancelled.</summary>
    Cancelled,
}
