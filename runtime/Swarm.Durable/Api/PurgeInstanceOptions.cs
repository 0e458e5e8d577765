namespace Swarm.Durable.Client;

/// <summary>How an instance is purged.</summary>
/// <param name="Recursive">Whether its sub-orchestrations are purged too.</param>
public record class PurgeInstanceOptions(bool Recursive = false);
