using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>One turn of an entity as it grows: what its operations have changed, sent and started so far.</summary>
internal sealed class EntityTurn(EntityRecord before, DateTimeOffset now)
{
    private readonly List<long> _consumed = [];
    private readonly List<OutgoingMessage> _messages = [];
    private readonly List<NewInstance> _starts = [];

    internal DateTimeOffset StartedAt => now;

    internal string? State { get; private set; } = before.State;

    internal EntityCaller? LockedBy { get; set; } = before.LockedBy;

    /// <summary>Whether at its end somebody has the lock who had it not.</summary>
    internal bool TakesLock => LockedBy is not null && LockedBy != before.LockedBy;

    internal int Operations { get; private set; }

    internal bool IsEmpty => _consumed.Count == 0;

    internal void Consume(InstanceMessage message) => _consumed.Add(message.Id);

    /// <summary>An operation has succeeded: what it did is part of the turn.</summary>
    internal void Keep(OperationContext context, OperationState state)
    {
        Operations++;
        State = state.Text;
        _messages.AddRange(context.Messages);
        _starts.AddRange(context.Starts);
    }

    /// <summary>An operation has failed: nothing of it is kept.</summary>
    internal void Drop() => Operations++;

    internal void Answer(EntityCaller caller, HistoryEvent answer) => _messages.Add(
        new OutgoingMessage(caller.InstanceId, caller.Key, RowCodec.EncodeMessage(answer, caller.Generation)));

    internal EntityCommit Describe() => new()
    {
        EntityId = before.EntityId,
        Key = before.Key,
        Turn = before.Turns,
        UpdatedAt = now,
        ConsumedMessages = _consumed,
        SetsState = State != before.State,
        State = State,
        LockedBy = LockedBy,
        TakesLock = TakesLock,
        Starts = _starts,
        Messages = _messages,
    };

    /// <summary>The entity once the turn is stored.</summary>
    internal EntityRecord Next() => before with
    {
        Turns = before.Turns + 1,
        UpdatedAt = now,
        HasState = State is not null,
        State = State,
        LockedBy = LockedBy,
    };
}
