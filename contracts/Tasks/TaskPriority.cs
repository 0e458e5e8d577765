using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Tasks;

/// <summary>Which of a tool's queues the work of a task waits in.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TaskPriority>))]
public enum TaskPriority
{
    /// <summary>As its template says.</summary>
    Default,

    /// <summary>Before others.</summary>
    High,

    /// <summary>After others.</summary>
    Low,
}
