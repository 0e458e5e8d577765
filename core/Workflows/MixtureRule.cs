using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>How one result is made of several answers.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<MixtureRule>))]
public enum MixtureRule
{
    /// <summary>The answer that most experts give.</summary>
    Vote,

    /// <summary>The answer with the highest score.</summary>
    Best,

    /// <summary>A node of its own makes it of all answers.</summary>
    Synthesis,
}
