using Swarm.Contracts.Queues;

namespace Swarm.Functions.Queues;

/// <summary>A message that was taken.</summary>
/// <param name="Body">Its text.</param>
/// <param name="Receipt">What deletes it.</param>
/// <param name="Takes">How often it has been taken, this time included.</param>
public sealed record QueueDelivery(string Body, QueueReceipt Receipt, long Takes);
