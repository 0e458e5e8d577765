namespace Swarm.Contracts.Workers;

/// <summary>Somebody with whom a worker is shared.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">As what.</param>
public sealed record WorkerShare(string User, WorkerShareRole Role = WorkerShareRole.User);
