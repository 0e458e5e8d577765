namespace Swarm.Durable.Client;

/// <summary>How an instance is terminated.</summary>
/// <param name="Output">The output that it gets.</param>
/// <param name="Recursive">Whether its sub-orchestrations are terminated too.</param>
public record class TerminateInstanceOptions(object? Output = null, bool Recursive = false);
