using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>
/// Which messages of an entity are in memory: the first ones of its inbox, within a limit, and of the others those that
/// may pass a lock. The rest is read from the store when there is room again. The lock of its mailbox guards it.
/// </summary>
internal sealed class MessageWindow(InboxLimit limit)
{
    private const int MaxCallersBehind = 10_000;

    /// <summary>The sizes of the messages in memory, by number.</summary>
    private readonly Dictionary<long, int> _held = [];

    /// <summary>Messages that are known and do not count: they do not wait for their turn.</summary>
    private readonly HashSet<long> _aside = [];

    /// <summary>
    /// Who has called, and the call is not in memory: at least those. It may name somebody whose call was read since.
    /// </summary>
    private readonly HashSet<EntityCaller> _callersBehind = [];

    private bool _isSureOfCallers;
    private long _bytes;
    private EntityCaller? _holder;
    private bool _isHolderLeaving;

    /// <summary>Whether there are stored messages that are not in memory.</summary>
    internal bool IsBehind { get; private set; }

    /// <summary>The number up to which the store has been read: every message up to here is known.</summary>
    internal long ReadUpTo { get; private set; }

    /// <summary>The highest number of a message that came and was left to be read.</summary>
    internal long SkippedUpTo { get; private set; }

    /// <summary>Up to here, all that may pass a lock has been found. It may come once more, and late.</summary>
    internal long ScannedUpTo { get; private set; }

    /// <summary>
    /// Whether a call of whoever holds the lock may be among the messages that are not in memory: called before the
    /// lock was granted, and behind others. Nobody would come to it while the entity is locked.
    /// </summary>
    internal bool MayLackCallOfHolder => IsBehind
        && _holder is not null
        && (!_isSureOfCallers || _callersBehind.Contains(_holder.ToOrchestration()));

    internal int Count => _held.Count;

    /// <summary>Whether so little is in memory that more should be read.</summary>
    internal bool HasRoom => _held.Count <= limit.MaxMessages / 2 && _bytes <= limit.MaxBytes / 2;

    /// <summary>Forgets what is in memory: it is read from the start.</summary>
    internal void Reset(EntityCaller? holder)
    {
        _held.Clear();
        _aside.Clear();
        _callersBehind.Clear();
        _isSureOfCallers = false;
        _bytes = 0;
        IsBehind = false;
        ReadUpTo = 0;

        // What was skipped may be newer than the snapshot that is read now, and what was scanned may be consumed.
        _holder = holder;
        _isHolderLeaving = false;
    }

    /// <summary>The entity is locked by this orchestration from now on, or by nobody.</summary>
    internal void NoteHolder(EntityCaller? holder)
    {
        if (_holder != holder)
        {
            _holder = holder;
            _isHolderLeaving = false;
        }
    }

    /// <summary>Whether a message that has come is kept in memory.</summary>
    internal bool Admit(InstanceMessage message)
    {
        if (Knows(message.Id))
        {
            return false;
        }

        bool passes = Passes(message);
        if (passes && message.Id <= ScannedUpTo)
        {
            return false;
        }

        bool isFull = _held.Count >= limit.MaxMessages || _bytes >= limit.MaxBytes;
        if (passes || !(IsBehind || isFull))
        {
            Hold(message);
            return true;
        }

        NoteBehind(message);

        // What is stored may come late, so a message does not tell that those before it have come.
        ReadUpTo = Math.Min(ReadUpTo, message.Id - 1);
        SkippedUpTo = Math.Max(SkippedUpTo, message.Id);
        IsBehind = true;
        return false;
    }

    /// <summary>Takes a page that begins where reading had come to; gives those that are new.</summary>
    internal IReadOnlyList<InstanceMessage> Take(IEnumerable<InstanceMessage> messages, InboxPage page)
    {
        InstanceMessage[] fresh = [.. messages.Where(message => !Knows(message.Id))];
        foreach (InstanceMessage message in fresh)
        {
            Passes(message);
            Hold(message);
        }

        ReadUpTo = page.ReadUpTo;
        IsBehind = page.HasMore || SkippedUpTo > ReadUpTo;
        if (!IsBehind)
        {
            _callersBehind.Clear();
            _isSureOfCallers = true;
        }

        return fresh;
    }

    /// <summary>Takes of a page that lies further on what may pass a lock.</summary>
    internal IReadOnlyList<InstanceMessage> TakePassing(IEnumerable<InstanceMessage> messages, InboxPage page)
    {
        var passing = new List<InstanceMessage>();
        foreach (InstanceMessage message in messages.Where(message => !Knows(message.Id)))
        {
            if (Passes(message))
            {
                Hold(message);
                passing.Add(message);
            }
            else
            {
                NoteBehind(message);
            }
        }

        ScannedUpTo = page.ReadUpTo;
        return passing;
    }

    /// <summary>All that lies further on has been looked through.</summary>
    internal void NoteScanned() => _isSureOfCallers = _callersBehind.Count < MaxCallersBehind;

    /// <summary>The message stays known but is not of those that wait for their turn.</summary>
    internal void SetAside(long id)
    {
        Drop(id);
        _aside.Add(id);
    }

    /// <summary>A turn has consumed these.</summary>
    internal void Forget(IEnumerable<long> ids)
    {
        foreach (long id in ids)
        {
            Drop(id);
            _aside.Remove(id);
        }
    }

    private bool Knows(long id) => _held.ContainsKey(id) || _aside.Contains(id);

    /// <summary>
    /// Whether a message may pass a lock. What the holder calls behind the end of its section may not: before it could
    /// be something that the holder sent earlier.
    /// </summary>
    private bool Passes(InstanceMessage message)
    {
        if (message.Event is EntityLockRelease release)
        {
            _isHolderLeaving |= release.Owner == _holder;
            return true;
        }

        return !_isHolderLeaving
            && message.Event is EntityOperationRequest { Caller: { } caller }
            && caller.IsSameOrchestration(_holder);
    }

    private void NoteBehind(InstanceMessage message)
    {
        if (message.Event is not EntityOperationRequest { Caller: { } caller })
        {
            return;
        }

        if (_callersBehind.Count < MaxCallersBehind)
        {
            _callersBehind.Add(caller.ToOrchestration());
        }
        else
        {
            _isSureOfCallers = false;
        }
    }

    private void Hold(InstanceMessage message)
    {
        _held.Add(message.Id, message.Size);
        _bytes += message.Size;
    }

    private void Drop(long id)
    {
        if (_held.Remove(id, out int size))
        {
            _bytes -= size;
        }
    }
}
