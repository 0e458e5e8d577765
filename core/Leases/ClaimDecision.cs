namespace Swarm.Core.Leases;

/// <summary>Whether a claim is granted, and the lease as it is then to be written.</summary>
public sealed record ClaimDecision(bool Granted, LeaseState Lease);
