namespace Swarm.Durable.Stores;

/// <summary>One page of a list of instances.</summary>
/// <param name="Instances">The instances.</param>
/// <param name="ContinuationToken">Where the next page starts; null if this is the last.</param>
public sealed record InstancePage(IReadOnlyList<InstanceRecord> Instances, string? ContinuationToken);
