using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Allocation;

/// <summary>What a worker is set up for, and what a piece of work is about.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Specialisation>))]
public enum Specialisation
{
    /// <summary>New features.</summary>
    Feature,

    /// <summary>Repairs.</summary>
    Bugfix,

    /// <summary>Writing and running tests.</summary>
    Test,

    /// <summary>Documentation.</summary>
    Docs,

    /// <summary>Changes of form that keep behaviour.</summary>
    Refactor,

    /// <summary>Reviews.</summary>
    Review,
}
