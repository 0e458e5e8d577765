namespace Swarm.Functions.Orchestrations;

/// <summary>What a node that runs for each item of a list has found.</summary>
/// <param name="Count">How many items there are.</param>
/// <param name="Failure">Why there is no list; null when there is one.</param>
/// <param name="IsCancelled">True when the node is to end before it has begun.</param>
/// <param name="Opened">The checkpoint opened by hand because of which it does not begin; null for none.</param>
public sealed record FanOutOpened(
    int Count, string? Failure = null, bool IsCancelled = false, int? Opened = null);
