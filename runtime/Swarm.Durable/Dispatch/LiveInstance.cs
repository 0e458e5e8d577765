using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// An instance in memory: its mailbox, which anybody may post to, and its state, which belongs to the turn under way.
/// There is one turn at a time: an instance is queued for a turn when its mailbox stirs, and again after the turn if it
/// stirred meanwhile.
/// </summary>
internal sealed class LiveInstance(string instanceId, long key)
{
    private static readonly IReadOnlySet<int> NoTasks = new HashSet<int>();

    private readonly Lock _lock = new();
    private readonly LinkedList<InstanceMessage> _mailbox = [];
    private long _loadedUpTo;
    private bool _isQueued;
    private bool _isWoken;
    private bool _isRetired;

    internal string InstanceId => instanceId;

    internal long Key => key;

    /// <summary>The instance as it was last committed; null until it is loaded.</summary>
    internal InstanceRecord? Record { get; set; }

    /// <summary>The orchestrator's code in memory; null until it is needed.</summary>
    internal OrchestrationExecution? Execution { get; set; }

    /// <summary>Recorded turns that the execution has yet to repeat; all turns if replay is checked.</summary>
    internal List<TurnRecord> History { get; } = [];

    /// <summary>Messages for an instance whose start is still to come.</summary>
    internal List<InstanceMessage> Deferred { get; } = [];

    /// <summary>Whether activities that history shows as open must be started: a new engine took over.</summary>
    internal bool MustRestartActivities { get; set; }

    /// <summary>What is still running of an instance that has ended.</summary>
    internal StrayActivities? Strays { get; set; }

    /// <summary>What is still running of the life before its rewind: its results come, it need not run again.</summary>
    internal IReadOnlySet<int> StillRunning { get; private set; } = NoTasks;

    /// <summary>How many turns in a row could not be committed.</summary>
    internal int FailedTurns { get; set; }

    /// <summary>Its place among the instances that rest.</summary>
    internal LinkedListNode<LiveInstance>? RestingPlace { get; set; }

    /// <summary>Whether a wish has come to go on after the end.</summary>
    internal bool IsRewindRequested => Holds<RewindRequested>();

    /// <summary>Puts a message into the mailbox, or wakes the instance if it is null.</summary>
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
            else if (!message.IsStored || message.Id > _loadedUpTo)
            {
                _mailbox.AddLast(message);
            }

            if (_isQueued)
            {
                return PostEffect.Noticed;
            }

            _isQueued = true;
            return PostEffect.MustQueue;
        }
    }

    /// <summary>Whether the mailbox holds a message of this kind.</summary>
    internal bool Holds<TEvent>()
        where TEvent : HistoryEvent
    {
        lock (_lock)
        {
            return _mailbox.Any(message => message.Event is TEvent);
        }
    }

    /// <summary>Takes the state of a snapshot. Messages that the snapshot shows are not taken twice.</summary>
    internal void Load(InstanceRecord record, IEnumerable<InstanceMessage> inbox, long lastMessageId)
    {
        lock (_lock)
        {
            InstanceMessage[] newer =
                [.. _mailbox.Where(message => !message.IsStored || message.Id > lastMessageId)];
            _mailbox.Clear();
            foreach (InstanceMessage message in inbox.Concat(newer))
            {
                _mailbox.AddLast(message);
            }

            _loadedUpTo = lastMessageId;
        }

        Record = record;
    }

    /// <summary>Forgets the state, which may differ from the store; keeps what is not stored.</summary>
    internal void Unload(IEnumerable<InstanceMessage> untaken)
    {
        Record = null;
        Execution = null;
        History.Clear();
        Deferred.Clear();
        PutBack([.. untaken.Where(message => !message.IsStored)]);
        lock (_lock)
        {
            _loadedUpTo = 0;
        }
    }

    /// <summary>Goes on after the end: what is stored now is loaded before the next turn.</summary>
    internal void Revive()
    {
        StillRunning = Strays?.Running.Select(scheduled => scheduled.Id).ToHashSet() ?? NoTasks;
        Strays = null;
        Unload([]);
    }

    internal List<InstanceMessage> Take(int maxMessages)
    {
        lock (_lock)
        {
            _isWoken = false;
            var taken = new List<InstanceMessage>(Math.Min(maxMessages, _mailbox.Count));
            while (taken.Count < maxMessages && _mailbox.First is { } first)
            {
                taken.Add(first.Value);
                _mailbox.RemoveFirst();
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
                _mailbox.AddFirst(messages[i]);
            }
        }
    }

    /// <summary>Ends the turn. False if something came meanwhile: then the instance must be queued again.</summary>
    internal bool TryRest()
    {
        lock (_lock)
        {
            _isQueued = _isWoken || _mailbox.Count > 0;
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
}

/// <summary>What a post did.</summary>
internal enum PostEffect
{
    /// <summary>The instance is queued already and will see it.</summary>
    Noticed,

    /// <summary>The caller must queue the instance.</summary>
    MustQueue,

    /// <summary>The instance has left memory: another object must be asked.</summary>
    Retired,
}
