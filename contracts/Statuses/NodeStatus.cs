using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Statuses;

/// <summary>Where a node of a run's graph stands; always that of its last iteration.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NodeStatus>))]
public enum NodeStatus
{
    /// <summary>Waits for the nodes before it.</summary>
    Pending,

    /// <summary>Its work item is queued for a worker.</summary>
    Allocated,

    /// <summary>A worker has claimed its work item.</summary>
    InProgress,

    /// <summary>
    /// Its result is being evaluated, or somebody must decide: it waits at a checkpoint, or its work is parked as a
    /// dead letter.
    /// </summary>
    Review,

    /// <summary>Ended as wished.</summary>
    Completed,

    /// <summary>Ended with a failure, its retries spent.</summary>
    Failed,

    /// <summary>No branch that was taken leads to it.</summary>
    Skipped,

    /// <summary>Ended because its run was cancelled.</summary>
    Cancelled,
}
