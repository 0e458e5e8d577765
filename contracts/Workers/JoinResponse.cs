namespace Swarm.Contracts.Workers;

/// <summary>The worker's identity and its key.</summary>
/// <param name="WorkerId">Its id, a lower-case ULID.</param>
/// <param name="Key">Its key; it is told only here. Joining again revokes the one before.</param>
public sealed record JoinResponse(string WorkerId, string Key);
