namespace Swarm.Contracts.Locks;

/// <summary>Where a lock stands for the work item that asked.</summary>
/// <param name="IsHeld">True when the work item's node holds it.</param>
/// <param name="HeldByRun">The run of whoever holds it otherwise; null when nobody does.</param>
/// <param name="HeldByNode">The path of the node that holds it otherwise.</param>
public sealed record WorkLockResponse(bool IsHeld, string? HeldByRun = null, string? HeldByNode = null);
