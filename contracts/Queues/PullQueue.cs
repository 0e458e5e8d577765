namespace Swarm.Contracts.Queues;

/// <summary>A queue that a worker takes pointers from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Whose it is.</param>
/// <param name="Rank">Its priority: 0 is high, 1 the default, 2 low.</param>
public sealed record PullQueue(string Name, PullSource Source, int Rank);
