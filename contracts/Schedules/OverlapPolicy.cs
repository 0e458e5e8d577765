using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Schedules;

/// <summary>What a tick does while the run of an earlier one goes on.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OverlapPolicy>))]
public enum OverlapPolicy
{
    /// <summary>It starts nothing.</summary>
    Skip,

    /// <summary>It waits until that run has ended.</summary>
    Queue,

    /// <summary>It cancels that run and starts at once.</summary>
    CancelPrevious,
}
