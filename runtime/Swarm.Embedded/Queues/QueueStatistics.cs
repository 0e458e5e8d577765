namespace Swarm.Embedded.Queues;

/// <summary>What waits in a queue.</summary>
/// <param name="Depth">All messages, visible or not.</param>
/// <param name="VisibleCount">Those that a receiver would get now.</param>
/// <param name="OldestAge">The age of the message that was sent first; null when the queue is empty.</param>
public sealed record QueueStatistics(int Depth, int VisibleCount, TimeSpan? OldestAge);
