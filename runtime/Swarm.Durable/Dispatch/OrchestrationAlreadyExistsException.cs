using Swarm.Durable.Client;

namespace Swarm.Durable.Dispatch;

/// <summary>An instance of the id exists and is not to be replaced.</summary>
/// <param name="instanceId">The id.</param>
/// <param name="existingStatus">The status of the existing instance.</param>
public sealed class OrchestrationAlreadyExistsException(string instanceId, OrchestrationRuntimeStatus existingStatus)
    : InvalidOperationException($"An orchestration with the id '{instanceId}' exists and is {existingStatus}.")
{
    /// <summary>The id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The status of the existing instance.</summary>
    public OrchestrationRuntimeStatus ExistingStatus { get; } = existingStatus;
}
