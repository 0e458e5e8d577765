namespace Swarm.Contracts.Workers;

/// <summary>A work item that a worker holds.</summary>
/// <param name="Id">The work item.</param>
/// <param name="Token">The fencing token of its lease.</param>
public sealed record HeldWorkItem(string Id, long Token);
