using Swarm.Durable.Client;

namespace Swarm.Durable.Dispatch;

/// <summary>Only a failed instance can be rewound.</summary>
/// <param name="instanceId">The id of the instance.</param>
/// <param name="status">Its status.</param>
public sealed class InstanceNotFailedException(string instanceId, OrchestrationRuntimeStatus status)
    : InvalidOperationException(
        $"The orchestration with the id '{instanceId}' is {status}; only one that has failed can be rewound.")
{
    /// <summary>The id of the instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Its status.</summary>
    public OrchestrationRuntimeStatus Status { get; } = status;
}
