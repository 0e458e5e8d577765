using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Tasks;

/// <summary>How one task stands to another.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TaskRelationKind>))]
public enum TaskRelationKind
{
    /// <summary>It begins only once the other has completed.</summary>
    DependsOn,

    /// <summary>The other begins only once it has completed.</summary>
    Blocks,

    /// <summary>They have to do with each other; nothing waits.</summary>
    RelatesTo,
}
