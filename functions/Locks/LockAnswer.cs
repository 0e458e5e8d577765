namespace Swarm.Functions.Locks;

/// <summary>What became of asking for a lock.</summary>
/// <param name="Holder">Who holds it now: whoever asked, or somebody whom he waits for.</param>
/// <param name="IsFull">True when too many wait already, so that the one who asked does not.</param>
public sealed record LockAnswer(LockClaim Holder, bool IsFull = false);
