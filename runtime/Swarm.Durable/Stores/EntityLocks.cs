using Swarm.Durable.History;

namespace Swarm.Durable.Stores;

/// <summary>What stores say to entities on behalf of owners that are gone.</summary>
public static class EntityLocks
{
    /// <summary>The message that gives a lock back.</summary>
    /// <param name="owner">Who has it, or waits for it.</param>
    public static byte[] ReleaseOf(EntityCaller owner) => RowCodec.EncodeMessage(new EntityLockRelease(owner));
}
