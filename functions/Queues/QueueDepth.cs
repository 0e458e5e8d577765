namespace Swarm.Functions.Queues;

/// <summary>What waits in a queue. A storage account counts roughly.</summary>
/// <param name="Depth">How many messages it holds, those included that somebody has taken and may give back.</param>
/// <param name="OldestAge">
/// The age of the oldest that can be seen; null when there is none. A storage account sees only those that nobody has
/// taken.
/// </param>
public sealed record QueueDepth(int Depth, TimeSpan? OldestAge);
