namespace Swarm.Functions.Locks;

/// <summary>The rows of table Locks: a partition for each lock.</summary>
internal static class LockRows
{
    /// <summary>Who holds the lock: <see cref="LockHolder"/>.</summary>
    public const string Holder = "holder";

    public const string WaitPrefix = "wait:";

    private const string PartitionPrefix = "lock:";

    public static string Partition(string name) => PartitionPrefix + name;

    public static string NameOf(string partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        return partition[PartitionPrefix.Length..];
    }

    /// <summary>Who waits: <see cref="LockClaim"/>. The rows' order is that in which they asked.</summary>
    public static string Wait(LockClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return $"{WaitPrefix}{claim.AskedAt.UtcTicks:D19}~{claim.InstanceId}";
    }
}
