using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>What turns start and send, in a store in memory. Its store's lock guards it.</summary>
internal sealed class InMemorySending(InMemoryInstances instances, InMemoryEntities entities, Func<long> lastMessage)
{
    /// <summary>Null if there is nobody to take it.</summary>
    internal StoredMessage? Deliver(OutgoingMessage message) => EntityIds.IsEntity(message.InstanceId)
        ? entities.Post(message.InstanceId, message.Body)
        : instances.Deliver(message);

    /// <summary>What a turn of an orchestration sends.</summary>
    internal TurnOutcome Send(TurnCommit commit)
    {
        InMemoryInstance sender = instances.Find(commit.Key)!;
        var delivered = new List<StoredMessage>();
        long[] childKeys = [.. commit.Children.Select(child => Start(sender, child, delivered))];
        long[] restartedKeys =
            [.. commit.Rewinds.Select(child => Rewind(sender, child, commit.UpdatedAt, delivered))];
        long lastBeforeMessages = lastMessage();
        delivered.AddRange(commit.Messages.Select(Deliver).OfType<StoredMessage>());
        if (commit.MessageToChildren is { } toChildren)
        {
            delivered.AddRange(instances.ListChildren(commit.Key)
                .Where(child => !child.Record.HasEnded)
                .Select(child => instances.Post(child, toChildren)));
        }

        return new TurnOutcome
        {
            IsCommitted = true,
            ChildKeys = childKeys,
            RestartedKeys = restartedKeys,
            LastMessageId = lastBeforeMessages,
            Delivered = delivered,
        };
    }

    /// <summary>What a turn of an entity sends.</summary>
    internal TurnOutcome Send(EntityCommit commit)
    {
        long[] keys = [.. commit.Starts.Select(instances.TryCreate)];
        long lastBeforeMessages = lastMessage();
        List<StoredMessage> delivered = [.. commit.Messages.Select(Deliver).OfType<StoredMessage>()];
        if (commit is { TakesLock: true, LockedBy: { } owner }
            && instances.Find(owner.InstanceId)?.Record.Key != owner.Key)
        {
            delivered.Add(entities.Post(commit.EntityId, EntityLocks.ReleaseOf(owner)));
        }

        return new TurnOutcome
        {
            IsCommitted = true,
            ChildKeys = keys,
            LastMessageId = lastBeforeMessages,
            Delivered = delivered,
        };
    }

    private long Start(InMemoryInstance parent, ChildStart child, List<StoredMessage> delivered)
    {
        long key = instances.TryCreate(child.Instance);
        if (key == 0)
        {
            delivered.Add(instances.Post(parent, child.RefusalMessage));
        }

        return key;
    }

    private long Rewind(
        InMemoryInstance parent, ChildRewind child, DateTimeOffset updatedAt, List<StoredMessage> delivered)
    {
        InMemoryInstance? stored = instances.Find(child.Start.Instance.InstanceId);
        if (stored is null || stored.Record.Parent != child.Start.Instance.Parent)
        {
            return Start(parent, child.Start, delivered);
        }

        switch (stored.Record)
        {
            case { HasEnded: false }:
            case { HasEnded: true } when parent.Inbox.Values.Any(message => child.IsAnswer(message.Body)):
                break;
            case { Status: OrchestrationRuntimeStatus.Failed }:
                delivered.Add(instances.Revive(stored, child.Request, updatedAt));
                break;
            case { Status: OrchestrationRuntimeStatus.Completed }:
                delivered.Add(instances.Post(parent, child.Answer(stored.Record.Output)));
                break;
            default:
                return instances.Create(child.Start.Instance);
        }

        return 0;
    }
}
