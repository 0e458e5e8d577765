using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>What a node is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NodeKind>))]
public enum NodeKind
{
    /// <summary>A work item for a worker's tool.</summary>
    Work,

    /// <summary>A whole workflow.</summary>
    Workflow,

    /// <summary>Waits for a person's answer.</summary>
    Checkpoint,

    /// <summary>Waits for a time to pass or for an event from outside.</summary>
    Wait,
}
