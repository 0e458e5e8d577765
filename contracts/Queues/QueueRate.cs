namespace Swarm.Contracts.Queues;

/// <summary>How often something happened, per minute, as this process of the control plane saw it.</summary>
/// <param name="LastMinute">In the last minute.</param>
/// <param name="LastFiveMinutes">On average over the last five.</param>
public sealed record QueueRate(double LastMinute, double LastFiveMinutes);
