namespace Swarm.Durable.Dispatch;

/// <summary>One generation of one instance.</summary>
internal sealed record InstanceAddress(string InstanceId, long Key, int Generation);
