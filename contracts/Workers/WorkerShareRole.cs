using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Workers;

/// <summary>What a worker is to somebody with whom it is shared.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WorkerShareRole>))]
public enum WorkerShareRole
{
    /// <summary>He may have his work done there.</summary>
    User,

    /// <summary>He may also drain, label, share and revoke it.</summary>
    Owner,
}
