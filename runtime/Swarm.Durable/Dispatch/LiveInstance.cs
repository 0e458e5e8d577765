using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>An instance in memory. Its state belongs to the turn under way.</summary>
internal sealed class LiveInstance(string instanceId, long key) : Mailbox(instanceId, key)
{
    private static readonly IReadOnlySet<int> NoTasks = new HashSet<int>();

    /// <summary>The instance as it was last committed; null until it is loaded.</summary>
    internal InstanceRecord? Record { get; set; }

    /// <summary>The orchestrator's code in memory; null until it is needed.</summary>
    internal OrchestrationExecution? Execution { get; set; }

    /// <summary>Recorded turns that the execution has yet to repeat; all turns if replay is checked.</summary>
    internal List<TurnRecord> History { get; } = [];

    /// <summary>Messages for an instance whose start is still to come.</summary>
    internal List<InstanceMessage> Deferred { get; } = [];

    /// <summary>The locks on entities that its committed turns have asked for and not given back.</summary>
    internal IReadOnlyList<HeldLock> Locks { get; set; } = [];

    /// <summary>The locks that it takes again before it goes on; null if it does not.</summary>
    internal Relocking? Relocking { get; set; }

    /// <summary>The first number for a lock that a rewind takes again.</summary>
    internal int NextLockId { get; private set; }

    /// <summary>Whether activities that history shows as open must be started: a new engine took over.</summary>
    internal bool MustRestartActivities { get; set; }

    /// <summary>What is still running of an instance that has ended.</summary>
    internal StrayActivities? Strays { get; set; }

    /// <summary>What is still running of the life before its rewind: its results come, it need not run again.</summary>
    internal IReadOnlySet<int> StillRunning { get; private set; } = NoTasks;

    /// <summary>Whether a wish has come to go on after the end.</summary>
    internal bool IsRewindRequested => Holds<RewindRequested>();

    /// <summary>Takes the state of a snapshot.</summary>
    internal void Load(
        InstanceRecord record,
        IReadOnlyList<TurnRecord> turns,
        IEnumerable<InstanceMessage> inbox,
        long lastMessageId)
    {
        LoadMessages(inbox, lastMessageId);
        History.AddRange(CountingHistory.Of(turns));
        (Relocking? underWay, Relocking last) = Relocking.Find(turns);
        Relocking = underWay;
        NextLockId = Relocking.NextIdAfter(turns);
        Locks = underWay?.ListHeld()
            ?? last.Renumber(HeldLock.After([], History.SelectMany(turn => turn.Decisions)));
        Record = record;
    }

    /// <summary>Takes back its whole history, whose later turns were to be repeated.</summary>
    internal void Restore(IReadOnlyList<TurnRecord> history)
    {
        Execution = null;
        History.Clear();
        History.AddRange(history);
    }

    /// <summary>Forgets the later turns, which a rewind repeats, with the locks that they asked for.</summary>
    internal void KeepTurns(int count)
    {
        History.RemoveRange(count, History.Count - count);
        Locks = HeldLock.After([], History.SelectMany(turn => turn.Decisions));
    }

    /// <summary>Forgets the state, which may differ from the store; keeps what is not stored.</summary>
    internal void Unload(IEnumerable<InstanceMessage> untaken)
    {
        Record = null;
        Execution = null;
        History.Clear();
        PutBack([.. untaken.Concat(Deferred).Where(message => !message.IsStored)]);
        Deferred.Clear();
        ForgetSnapshot();
    }

    /// <summary>Another generation begins, whose activities have nothing to do with those of a life before.</summary>
    internal void ForgetFormerLife()
    {
        StillRunning = NoTasks;
        MustRestartActivities = false;
    }

    /// <summary>Goes on after the end: what is stored now is loaded before the next turn.</summary>
    internal void Revive()
    {
        StillRunning = Strays?.Running.Select(scheduled => scheduled.Id).ToHashSet() ?? NoTasks;
        Strays = null;
        Unload([]);
    }
}
