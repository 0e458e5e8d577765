using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>The instances in memory.</summary>
internal sealed class InstanceTable(int maxResting)
    : LiveTable<LiveInstance>(maxResting, static (id, key) => new LiveInstance(id, key))
{
    /// <summary>
    /// The last committed state of an instance in memory; null if it is not there or not loaded, and also if it has
    /// ended: it may have been rewound since, which the store knows.
    /// </summary>
    internal InstanceRecord? FindRecord(string instanceId) =>
        Live.TryGetValue(instanceId, out LiveInstance? live) && live.Record is { HasEnded: false } record
            ? record
            : null;
}
