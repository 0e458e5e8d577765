using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>The kinds of <see cref="JoinRule"/>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<JoinKind>))]
public enum JoinKind
{
    All,
    Any,
    Count,
}
