using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Allocation;

/// <summary>
/// Why a worker does not get a work item. What comes first is for good; from <see cref="Offline"/> on it may be
/// otherwise in a minute.
/// </summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ExclusionReason>))]
public enum ExclusionReason
{
    /// <summary>It does not have the tool.</summary>
    Tool,

    /// <summary>Its version of the tool is not in the range.</summary>
    ToolVersion,

    /// <summary>It lacks a label.</summary>
    Label,

    /// <summary>It is set up for other work.</summary>
    Specialisation,

    /// <summary>The work is sensitive and the worker is not trusted.</summary>
    Trust,

    /// <summary>Its owner does not allow work to act that freely.</summary>
    Permission,

    /// <summary>It is not shared with whom the work is for.</summary>
    Sharing,

    /// <summary>Its machine is too small.</summary>
    MachineSize,

    /// <summary>It is silent or has signed off.</summary>
    Offline,

    /// <summary>It takes no more work.</summary>
    Draining,

    /// <summary>It is alive and unable to work.</summary>
    Error,

    /// <summary>The tool does not work there now.</summary>
    ToolUnhealthy,

    /// <summary>The tool's quota is used up until a known time.</summary>
    ToolParked,

    /// <summary>Its machine is busier than its owner allows.</summary>
    Threshold,

    /// <summary>Its machine has not enough left.</summary>
    FreeResources,

    /// <summary>It had this work item and refused it.</summary>
    Refused,

    /// <summary>It was given this work item before and did not claim it in time.</summary>
    NotClaimed,

    /// <summary>Another worker holds the conversation that the work goes on with.</summary>
    Conversation,

    /// <summary>Every slot is taken.</summary>
    Slots,
}
