namespace Swarm.Durable.Stores;

/// <summary>
/// A sub-orchestration that a rewound parent awaits. One that failed is rewound; one that has completed answers again;
/// one that still runs will answer; one that was terminated or purged starts anew. One whose answer is in the inbox of
/// the parent stays as it is: the parent hears it, and must not hear another.
/// </summary>
/// <param name="Start">The sub-orchestration as it is started anew. Its parent link tells it from strangers.</param>
/// <param name="Request">The message that rewinds it.</param>
/// <param name="Answer">Makes the answer to the parent from the output of one that has completed.</param>
/// <param name="IsAnswer">Whether a message in the inbox of the parent is an answer of it.</param>
public sealed record ChildRewind(
    ChildStart Start, byte[] Request, Func<string?, byte[]> Answer, Predicate<byte[]> IsAnswer);
