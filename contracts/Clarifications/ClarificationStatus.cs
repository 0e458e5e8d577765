using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Clarifications;

/// <summary>Where a clarification stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ClarificationStatus>))]
public enum ClarificationStatus
{
    /// <summary>Waits for an answer; so does its work item, which holds no slot meanwhile.</summary>
    Open,

    /// <summary>Answered: its work item goes on.</summary>
    Answered,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>Its run, or its node, was cancelled.</summary>
    Cancelled,
}
