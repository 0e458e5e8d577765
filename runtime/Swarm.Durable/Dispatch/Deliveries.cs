using Swarm.Durable.EntityTurns;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>Brings what is stored for an instance or an entity to the one in memory.</summary>
internal sealed class Deliveries(InstanceTable instances, LiveTable<LiveEntity> entities)
{
    /// <summary>A stored message has come.</summary>
    internal void Deliver(StoredMessage message)
    {
        InstanceMessage read = InstanceMessage.Read(message);
        if (EntityIds.IsEntity(message.InstanceId))
        {
            entities.Post(message.InstanceId, message.InstanceKey, read);
        }
        else
        {
            instances.Post(message.InstanceId, message.InstanceKey, read);
        }
    }

    /// <summary>Its time has come.</summary>
    internal void Wake(string id, long key)
    {
        if (EntityIds.IsEntity(id))
        {
            entities.Post(id, key, null);
        }
        else
        {
            instances.Post(id, key, null);
        }
    }

    /// <summary>A restart has found that there is something to do for it.</summary>
    internal void Recover(UnfinishedInstance unfinished)
    {
        if (EntityIds.IsEntity(unfinished.InstanceId))
        {
            entities.Post(unfinished.InstanceId, unfinished.Key, null);
        }
        else
        {
            instances.Post(
                unfinished.InstanceId, unfinished.Key, null, static live => live.MustRestartActivities = true);
        }
    }
}
