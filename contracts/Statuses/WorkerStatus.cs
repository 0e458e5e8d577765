using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Statuses;

/// <summary>Where a worker stands, by the age of its last heartbeat and what it said in it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WorkerStatus>))]
public enum WorkerStatus
{
    /// <summary>Alive with a free slot.</summary>
    Online,

    /// <summary>Alive, every slot taken.</summary>
    Busy,

    /// <summary>Silent for longer than a lease lasts, or signed off.</summary>
    Offline,

    /// <summary>Finishes what it holds and takes no more.</summary>
    Draining,

    /// <summary>Alive and unable to work; its last heartbeat says why.</summary>
    Error,
}
