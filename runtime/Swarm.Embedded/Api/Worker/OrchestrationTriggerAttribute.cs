using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Worker;

/// <summary>Makes the function an orchestration of the durable engine.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The name of the orchestration; the function's name when null.</summary>
    public string? Orchestration { get; set; }
}
