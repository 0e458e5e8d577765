namespace Swarm.Contracts.Queues;

/// <summary>Hands over a message that is no pointer, or that was taken too often.</summary>
/// <param name="Receipt">The delivery, as <see cref="QueueReceipt"/> writes it.</param>
/// <param name="Body">The message.</param>
/// <param name="Takes">How often it was taken.</param>
public sealed record SetAsideRequest(string Receipt, string Body, long Takes);
