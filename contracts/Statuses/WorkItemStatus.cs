using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Statuses;

/// <summary>Where a work item stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WorkItemStatus>))]
public enum WorkItemStatus
{
    /// <summary>Waits for a worker; a pointer to it is (or is about to be) in a queue.</summary>
    Queued,

    /// <summary>A worker holds its lease.</summary>
    Claimed,

    /// <summary>A result was reported and accepted. Final.</summary>
    Completed,

    /// <summary>A failure was reported and accepted. Final.</summary>
    Failed,

    /// <summary>Cancelled before a result came. Final.</summary>
    Cancelled,

    /// <summary>Delivered too often without a result: a dead letter, parked until somebody decides.</summary>
    Dead,

    /// <summary>Asked a question and waits for the answer; it takes no slot of its worker.</summary>
    Waiting,
}
