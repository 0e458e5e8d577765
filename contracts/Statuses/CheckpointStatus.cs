using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Statuses;

/// <summary>Where a checkpoint stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CheckpointStatus>))]
public enum CheckpointStatus
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>The run may go on.</summary>
    Approved,

    /// <summary>The run may not go on: the node has failed.</summary>
    Rejected,

    /// <summary>The work is to be done again, with the feedback.</summary>
    Corrected,

    /// <summary>Passed over: the run goes on without an answer.</summary>
    Skipped,

    /// <summary>Its run, or its part of the run, was cancelled before an answer came.</summary>
    Cancelled,
}
