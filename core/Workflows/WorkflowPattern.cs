using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>How the nodes of a workflow relate.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WorkflowPattern>))]
public enum WorkflowPattern
{
    Sequential,
    Concurrent,
    Graph,
    Hierarchical,
    Mixture,
}
