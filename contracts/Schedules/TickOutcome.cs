using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Schedules;

/// <summary>What a tick of a schedule did.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TickOutcome>))]
public enum TickOutcome
{
    /// <summary>It started a run.</summary>
    Started,

    /// <summary>It started nothing, because the run of an earlier tick went on.</summary>
    Skipped,

    /// <summary>It waits for the run of an earlier tick to end.</summary>
    Queued,

    /// <summary>It came while the control plane was down.</summary>
    Missed,

    /// <summary>Its run could not be started; the reason tells why.</summary>
    Failed,
}
