using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Statuses;

/// <summary>How the work of a work item ended, as its worker reports it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WorkItemOutcome>))]
public enum WorkItemOutcome
{
    /// <summary>The work ran and its exit code is an accepted one.</summary>
    Completed,

    /// <summary>The work ran and failed, or could not be started.</summary>
    Failed,

    /// <summary>The worker ended it because its time was over.</summary>
    TimedOut,

    /// <summary>The worker ended it because the control plane asked for it.</summary>
    Cancelled,

    /// <summary>
    /// The worker does not do it: its owner does not allow it, or a quota is used up. It changed nothing, and another
    /// worker may do it.
    /// </summary>
    Refused,

    /// <summary>The work needs an answer before it can go on; nothing of it runs meanwhile.</summary>
    Asked,
}
