using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>An instance in a store in memory. Its store's lock guards it.</summary>
internal sealed class InMemoryInstance
{
    private InMemoryInstance(InstanceRecord record) => Record = record;

    internal InstanceRecord Record { get; set; }

    internal List<byte[]> History { get; } = [];

    internal SortedDictionary<long, StoredMessage> Inbox { get; } = [];

    internal static InMemoryInstance Create(NewInstance instance, long key) => new(new InstanceRecord
    {
        Key = key,
        InstanceId = instance.InstanceId,
        Name = instance.Name,
        Version = instance.Version,
        Status = OrchestrationRuntimeStatus.Pending,
        CreatedAt = instance.CreatedAt,
        UpdatedAt = instance.CreatedAt,
        WakeAt = instance.StartAt,
        Parent = instance.Parent,
        TraceParent = instance.TraceParent,
        Tags = instance.Tags,
        Input = instance.Input,
        MustRecover = instance.StartAt is null,
    });

    internal void Revive(DateTimeOffset updatedAt) => Record = Record with
    {
        Status = OrchestrationRuntimeStatus.Running,
        UpdatedAt = updatedAt,
        CompletedAt = null,
        Output = null,
        Failure = null,
    };

    internal void Update(TurnCommit commit)
    {
        foreach (long id in commit.ConsumedMessages)
        {
            Inbox.Remove(id);
        }

        Record = Record with
        {
            Status = commit.Status,
            UpdatedAt = commit.UpdatedAt,
            CompletedAt = commit.IsEnd ? commit.UpdatedAt : null,
            Turns = commit.Turn + 1,
            WakeAt = commit.WakeAt,
            MustRecover = commit.MustRecover,
            CustomStatus = commit.SetsCustomStatus ? commit.CustomStatus : Record.CustomStatus,
            Output = commit.Output,
            Failure = commit.Failure,
        };
        if (commit.ClearsInbox)
        {
            Inbox.Clear();
        }

        if (commit.NextGeneration is not { } next)
        {
            History.Add(commit.History!);
            return;
        }

        History.Clear();
        Record = Record with
        {
            Generation = commit.Generation + 1,
            Turns = 0,
            Version = next.Version,
            Input = next.Input,
        };
        foreach (StoredMessage message in next.KeptMessages)
        {
            Inbox.Add(message.Id, message);
        }
    }
}
