using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Allocation;

/// <summary>
/// How freely work may act. Of a piece of work it says what it needs, of a worker what its owner allows at most; the
/// later in this list, the freer.
/// </summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PermissionLevel>))]
public enum PermissionLevel
{
    /// <summary>Every step waits for a human.</summary>
    HumanRequired,

    /// <summary>It acts by itself and a human looks on.</summary>
    Supervised,

    /// <summary>It acts by itself.</summary>
    Autonomous,
}
