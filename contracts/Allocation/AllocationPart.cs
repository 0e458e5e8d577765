using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Allocation;

/// <summary>The parts that a score is made of.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AllocationPart>))]
public enum AllocationPart
{
    /// <summary>How well it suits: specialisation, preferred labels, preferred tools.</summary>
    Match,

    /// <summary>How much of its machine is idle.</summary>
    Availability,

    /// <summary>How many of its slots are free, so that work spreads.</summary>
    Balance,

    /// <summary>Whether it holds repository, session or model warm.</summary>
    Affinity,

    /// <summary>How surely the tool works there.</summary>
    Tool,

    /// <summary>How much processor, memory and disk it has left.</summary>
    Resources,

    /// <summary>Whether it is the user's own, and trusted.</summary>
    Privacy,
}
