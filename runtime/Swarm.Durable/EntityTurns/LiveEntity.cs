using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>
/// An entity in memory. Messages that cannot be handled yet, because of a lock or their time, wait here in their order
/// and stay in the stored inbox; of many that wait only the first are in memory.
/// </summary>
internal sealed class LiveEntity(string entityId, long key, InboxLimit limit) : Mailbox(entityId, key)
{
    private readonly WaitingMessages _waiting = new();
    private readonly ScheduledSignals _scheduled = new(limit);
    private readonly Dictionary<EntityCaller, InstanceMessage> _givenUp = [];
    private readonly MessageWindow _window = new(limit);

    /// <summary>The entity as it was last committed; null until it is loaded.</summary>
    internal EntityRecord? Record { get; private set; }

    /// <summary>When its next scheduled signal is due.</summary>
    internal DateTimeOffset? NextDue => _scheduled.NextDue;

    /// <summary>How many messages are in memory and wait for their turn.</summary>
    internal int HeldMessages => Guarded(() => _window.Count);

    /// <summary>Whether stored messages are not in memory.</summary>
    internal bool IsBehind => Guarded(() => _window.IsBehind);

    /// <summary>Whether more of the inbox must be read before it can go on.</summary>
    internal bool MustReadOn =>
        Record is { LockedBy: null } && Guarded(() => _window is { IsBehind: true, HasRoom: true });

    /// <summary>Whether a scheduled signal is due that is not in memory.</summary>
    internal bool HasForgotten(DateTimeOffset now) => _scheduled.ForgottenFrom <= now.UtcDateTime;

    /// <summary>Whether a call of the lock's holder may be among what is not in memory.</summary>
    internal bool MayLackCallOfHolder => Guarded(() => _window.MayLackCallOfHolder);

    /// <summary>The number behind which the inbox has not been read.</summary>
    internal long ReadUpTo => Guarded(() => _window.ReadUpTo);

    /// <summary>The highest number of a message that came and was left to be read.</summary>
    internal long SkippedUpTo => Guarded(() => _window.SkippedUpTo);

    /// <summary>Takes the state of a snapshot, and the beginning of the inbox.</summary>
    internal void Load(LoadedEntity loaded)
    {
        Record = loaded.Record;
        InstanceMessage[] read = Read(loaded.Inbox.Messages);
        Reload(loaded.Inbox.LastMessageId, loaded.Inbox.ReadUpTo, () =>
        {
            _window.Reset(loaded.Record.LockedBy);
            return _window.Take(read, loaded.Inbox);
        });
    }

    /// <summary>Takes a page of the inbox that begins where reading had come to.</summary>
    internal void TakePage(InboxPage page)
    {
        InstanceMessage[] read = Read(page.Messages);
        Insert(page.ReadUpTo, () => _window.Take(read, page));
    }

    /// <summary>Takes of a page that lies further on what may pass a lock.</summary>
    internal void TakePassing(InboxPage page)
    {
        InstanceMessage[] read = Read(page.Messages);
        Insert(0, () => _window.TakePassing(read, page));
    }

    /// <summary>The inbox has been looked through to its end.</summary>
    internal void NoteScanned() => Guarded(() =>
    {
        _window.NoteScanned();
        return true;
    });

    /// <summary>A turn is stored.</summary>
    internal void Advance(EntityRecord record, IEnumerable<long> consumed)
    {
        Record = record;
        Guarded(() =>
        {
            _window.Forget(consumed);
            _window.NoteHolder(record.LockedBy);
            return true;
        });
    }

    /// <summary>Forgets everything: it is read again.</summary>
    internal void Unload()
    {
        Record = null;
        _waiting.Clear();
        _scheduled.Clear();
        _givenUp.Clear();
        ForgetSnapshot();
    }

    /// <summary>Puts what has come behind what waits: first scheduled signals that are due, then the rest.</summary>
    internal void Admit(IEnumerable<InstanceMessage> messages, DateTimeOffset now)
    {
        while (_scheduled.TakeDue(now.UtcDateTime) is { } due)
        {
            _waiting.Add(due);
        }

        foreach (InstanceMessage message in messages)
        {
            if (message.Event is EntityOperationRequest { DueAt: { } dueAt } && dueAt > now.UtcDateTime)
            {
                _scheduled.Add(message);
                SetAside(message);
            }
            else
            {
                _waiting.Add(message);
            }
        }

        if (_givenUp.Count > 0 && Guarded(() => !_window.IsBehind && IsEmpty_NeedsLock))
        {
            // All is read and has come here, so the requests that they belong to wait here, or are gone.
            foreach (InstanceMessage release in _givenUp.Values.OrderBy(message => message.Id))
            {
                _waiting.Add(release);
            }

            _givenUp.Clear();
        }
    }

    /// <summary>Whether something waits that can be handled.</summary>
    internal bool HasNext(EntityCaller? lockedBy) => _waiting.HasNext(lockedBy) || (lockedBy is null && IsBehind);

    /// <summary>Takes the first message that can be handled; null if there is none.</summary>
    internal InstanceMessage? TakeNext(EntityCaller? lockedBy) => _waiting.TakeNext(lockedBy);

    /// <summary>Takes the wish of an owner to lock the entity, if it is in memory; null if not.</summary>
    internal InstanceMessage? TakeLockRequest(EntityCaller owner) => _waiting.TakeLockRequest(owner);

    /// <summary>An owner has given up a lock whose request is still to be read. Both are consumed together.</summary>
    internal void NoteGivenUp(EntityCaller owner, InstanceMessage release)
    {
        _givenUp[owner] = release;
        SetAside(release);
    }

    /// <summary>Takes the release that makes a request void; null if there is none.</summary>
    internal InstanceMessage? TakeGivenUp(EntityCaller owner) =>
        _givenUp.Remove(owner, out InstanceMessage? release) ? release : null;

    protected override bool Admits_NeedsLock(InstanceMessage message) => _window.Admit(message);

    private static InstanceMessage[] Read(IReadOnlyList<StoredMessage> messages) =>
        [.. messages.Select(InstanceMessage.Read)];

    private void SetAside(InstanceMessage message) => Guarded(() =>
    {
        _window.SetAside(message.Id);
        return true;
    });
}
