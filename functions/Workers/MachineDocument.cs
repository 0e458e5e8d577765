namespace Swarm.Functions.Workers;

/// <summary>Which worker a machine is.</summary>
/// <param name="WorkerId">The worker's id, for good.</param>
public sealed record MachineDocument(string WorkerId);
