using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>Which of a tool's queues a node's work waits in.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NodePriority>))]
public enum NodePriority
{
    Default,
    High,
    Low,
}
