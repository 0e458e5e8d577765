namespace Swarm.Durable.Stores;

/// <summary>An instance that a restart must see to.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Key">Its key.</param>
/// <param name="MustWake">Whether there is something to do for it now.</param>
/// <param name="WakeAt">When it must be woken.</param>
public sealed record UnfinishedInstance(string InstanceId, long Key, bool MustWake, DateTimeOffset? WakeAt);
