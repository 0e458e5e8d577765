using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>What became of the wish to create an instance.</summary>
/// <param name="Key">The key of the new instance; 0 if it was refused.</param>
/// <param name="LastMessageId">The highest number of any message so far.</param>
/// <param name="ExistingStatus">The status of an instance of the same id that was replaced or stood in the way.</param>
public sealed record CreateOutcome(long Key, long LastMessageId, OrchestrationRuntimeStatus? ExistingStatus)
{
    /// <summary>Messages that give back the locks of an instance that was replaced while it ran.</summary>
    public IReadOnlyList<StoredMessage> Delivered { get; init; } = [];

    /// <summary>Whether the instance was created.</summary>
    public bool IsCreated => Key != 0;
}
