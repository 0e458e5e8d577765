namespace Swarm.Durable.Stores;

/// <summary>What became of a message from a client.</summary>
/// <param name="Message">The message as stored; null if it was refused.</param>
/// <param name="HasEnded">Whether it was refused because the instance has ended; else there is none.</param>
public sealed record PostOutcome(StoredMessage? Message, bool HasEnded);
