namespace Swarm.Durable.Stores;

/// <summary>
/// A sub-orchestration that a rewound parent awaits. One that failed is rewound; one that has completed answers again;
/// one that still runs will answer; one that was terminated or purged starts anew.
/// </summary>
/// <param name="Start">The sub-orchestration as it is started anew. Its parent link tells it from strangers.</param>
/// <param name="Request">The message that rewinds it.</param>
/// <param name="Answer">Makes the answer to the parent from the output of one that has completed.</param>
public sealed record ChildRewind(ChildStart Start, byte[] Request, Func<string?, byte[]> Answer);
