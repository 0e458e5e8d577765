namespace Swarm.Core.References;

/// <summary>The locks that a node holds while it runs.</summary>
/// <param name="Names">Their names, in the order in which they are taken; null when they cannot be told.</param>
/// <param name="Failure">Why they cannot be told; null when they can.</param>
public sealed record LockResolution(IReadOnlyList<string>? Names, string? Failure);
