using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Statuses;

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Stored, not started yet.</summary>
    Pending,

    /// <summary>Being set up: its branch is made and its graph is read.</summary>
    Initializing,

    /// <summary>Nodes are running or waiting for workers.</summary>
    InProgress,

    /// <summary>Waits for a human at a checkpoint.</summary>
    Checkpoint,

    /// <summary>Ended as wished. Final.</summary>
    Completed,

    /// <summary>Ended because a node failed or a limit was reached. Final.</summary>
    Failed,

    /// <summary>Ended because somebody asked for it. Final.</summary>
    Cancelled,
}
