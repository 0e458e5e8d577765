using Swarm.Durable.History;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// What anybody may post to: an instance or an entity in memory. There is one turn at a time: it is queued for a turn
/// when its mailbox stirs, and again after the turn if it stirred meanwhile.
/// </summary>
internal abstract class Mailbox(string id, long key)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<InstanceMessage> _messages = [];
    private long _loadedUpTo;
    private bool _isQueued;
    private bool _isWoken;
    private bool _isRetired;

    internal string InstanceId => id;

    internal long Key => key;

    /// <summary>How many turns in a row could not be committed.</summary>
    internal int FailedTurns { get; set; }

    /// <summary>Its place among those that rest.</summary>
    internal LinkedListNode<Mailbox>? RestingPlace { get; set; }

    /// <summary>Puts a message into the mailbox, or wakes its owner if it is null.</summary>
    internal PostEffect Post(InstanceMessage? message)
    {
        lock (_lock)
        {
            if (_isRetired)
            {
                return PostEffect.Retired;
            }

            if (message is null)
            {
                _isWoken = true;
            }
            else if ((!message.IsStored || message.Id > _loadedUpTo) && Admits_NeedsLock(message))
            {
                _messages.AddLast(message);
            }

            if (_isQueued)
            {
                return PostEffect.Noticed;
            }

            _isQueued = true;
            return PostEffect.MustQueue;
        }
    }

    internal List<InstanceMessage> Take(int maxMessages)
    {
        lock (_lock)
        {
            _isWoken = false;
            var taken = new List<InstanceMessage>(Math.Min(maxMessages, _messages.Count));
            while (taken.Count < maxMessages && _messages.First is { } first)
            {
                taken.Add(first.Value);
                _messages.RemoveFirst();
            }

            return taken;
        }
    }

    /// <summary>Puts messages in front of the mailbox, in their order.</summary>
    internal void PutBack(IReadOnlyList<InstanceMessage> messages)
    {
        lock (_lock)
        {
            for (int i = messages.Count - 1; i >= 0; i--)
            {
                _messages.AddFirst(messages[i]);
            }
        }
    }

    /// <summary>Ends the turn. False if something came meanwhile: then its owner must be queued again.</summary>
    internal bool TryRest()
    {
        lock (_lock)
        {
            _isQueued = _isWoken || _messages.Count > 0;
            return !_isQueued;
        }
    }

    /// <summary>Leaves memory if nothing is going on.</summary>
    internal bool TryRetire()
    {
        lock (_lock)
        {
            return !_isQueued && (_isRetired = true);
        }
    }

    /// <summary>Leaves memory whatever is going on: it has ended or was replaced.</summary>
    internal void Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
        }
    }

    /// <summary>Whether the mailbox holds a message of this kind.</summary>
    internal bool Holds<TEvent>()
        where TEvent : HistoryEvent
    {
        lock (_lock)
        {
            return _messages.Any(message => message.Event is TEvent);
        }
    }

    /// <summary>Whether nothing is in the mailbox.</summary>
    protected bool IsEmpty_NeedsLock => _messages.Count == 0;

    /// <summary>Whether a message that has come is kept in memory; if not, it is read from the store.</summary>
    protected virtual bool Admits_NeedsLock(InstanceMessage message) => true;

    /// <summary>Does something while nobody posts.</summary>
    protected T Guarded<T>(Func<T> action)
    {
        lock (_lock)
        {
            return action();
        }
    }

    /// <summary>Begins anew with messages of a snapshot; what has come since must be admitted once more.</summary>
    /// <param name="lastMessageId">The highest number of any message that the snapshot could show.</param>
    /// <param name="readUpTo">The number up to which it was read.</param>
    /// <param name="take">Gives its messages.</param>
    protected void Reload(long lastMessageId, long readUpTo, Func<IReadOnlyList<InstanceMessage>> take)
    {
        lock (_lock)
        {
            InstanceMessage[] newer = [.. _messages.Where(message => message.Id > lastMessageId)];
            _messages.Clear();
            foreach (InstanceMessage message in take().Concat(newer.Where(Admits_NeedsLock)))
            {
                _messages.AddLast(message);
            }

            _loadedUpTo = readUpTo;
        }
    }

    /// <summary>Puts further stored messages into the mailbox, each at its place.</summary>
    /// <param name="readUpTo">The number up to which all is known with them.</param>
    /// <param name="take">Gives the messages.</param>
    protected void Insert(long readUpTo, Func<IReadOnlyList<InstanceMessage>> take)
    {
        lock (_lock)
        {
            InstanceMessage[] all = [.. _messages.Concat(take()).OrderBy(message => message.Id)];
            _messages.Clear();
            foreach (InstanceMessage message in all)
            {
                _messages.AddLast(message);
            }

            _loadedUpTo = Math.Max(_loadedUpTo, readUpTo);
        }
    }

    /// <summary>Takes the messages of a snapshot. Those that the snapshot shows are not taken twice.</summary>
    protected void LoadMessages(IEnumerable<InstanceMessage> inbox, long lastMessageId)
    {
        lock (_lock)
        {
            InstanceMessage[] newer =
                [.. _messages.Where(message => !message.IsStored || message.Id > lastMessageId)];
            _messages.Clear();
            foreach (InstanceMessage message in inbox.Concat(newer))
            {
                _messages.AddLast(message);
            }

            _loadedUpTo = lastMessageId;
        }
    }

    /// <summary>The stored messages will be read again.</summary>
    protected void ForgetSnapshot()
    {
        lock (_lock)
        {
            _loadedUpTo = 0;
        }
    }
}

/// <summary>What a post did.</summary>
internal enum PostEffect
{
    /// <summary>The owner is queued already and will see it.</summary>
    Noticed,

    /// <summary>The caller must queue the owner.</summary>
    MustQueue,

    /// <summary>The owner has left memory: another object must be asked.</summary>
    Retired,
}
