namespace Swarm.Durable.Core;

/// <summary>Which execution of which instance something is.</summary>
public class OrchestrationInstance
{
    /// <summary>The id of the instance.</summary>
    public string? InstanceId { get; set; }

    /// <summary>What tells this execution from others under the same id.</summary>
    public string? ExecutionId { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"[InstanceId: {InstanceId}, ExecutionId: {ExecutionId}]";
}
