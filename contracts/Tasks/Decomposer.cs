using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Tasks;

/// <summary>Who breaks a task down.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Decomposer>))]
public enum Decomposer
{
    /// <summary>The template of its type, or the one that it names.</summary>
    Template,

    /// <summary>A director, by a plan.</summary>
    Director,
}
