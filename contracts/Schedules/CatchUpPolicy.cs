using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Schedules;

/// <summary>What becomes of ticks that came while the control plane was down.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CatchUpPolicy>))]
public enum CatchUpPolicy
{
    /// <summary>They are noted as missed.</summary>
    None,

    /// <summary>The latest of them is made up for.</summary>
    Latest,

    /// <summary>Each of them is made up for, the latest 100 at most.</summary>
    All,
}
