using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Worker;

/// <summary>Makes the function an entity of the durable engine.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EntityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The name of the entity; the function's name when null.</summary>
    public string? EntityName { get; set; }
}
