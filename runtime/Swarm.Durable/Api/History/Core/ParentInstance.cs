namespace Swarm.Durable.Core;

/// <summary>The orchestration that called another.</summary>
#pragma warning disable CA1051 // The real type has fields.
public class ParentInstance
{
    /// <summary>The name of its orchestrator.</summary>
    public string? Name;

    /// <summary>Which execution it is.</summary>
    public OrchestrationInstance? OrchestrationInstance;

    /// <summary>The number of the call.</summary>
    public int TaskScheduleId;

    /// <summary>Its version.</summary>
    public string? Version;
}
#pragma warning restore CA1051
