namespace Swarm.Contracts.Queues;

/// <summary>A queue that a worker may read itself.</summary>
/// <param name="Queue">Which one.</param>
/// <param name="Address">
/// Where it is, with a signature that lets its holder take and delete messages of this queue and do nothing else. It is
/// a secret until it ends.
/// </param>
public sealed record OpenQueue(PullQueue Queue, Uri Address);
