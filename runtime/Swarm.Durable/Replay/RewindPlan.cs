using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>
/// What of a failed instance's history stays and what is repeated, so that the calls whose failures ended it run again
/// and everything that was finished keeps its result, also what was decided after the failures.
/// </summary>
internal sealed class RewindPlan
{
    private readonly Dictionary<DecisionEvent, Queue<int>> _numbers = [];

    private RewindPlan(
        IReadOnlyList<TurnRecord> history, IReadOnlySet<int> undone, string? reason, int lowestNextId)
    {
        // A turn in which the instance ended never stays, or there would be nothing left to go on with. Nor does one
        // that asked for a lock in vain: the failure has given that up, and the lock is asked for anew.
        HashSet<int> dropped = FindUngrantedLocks(history);
        int kept = history.TakeWhile(turn =>
            turn.Completion is null
            && !turn.Inbound.Any(item => IsUndone(item, undone))
            && !turn.Decisions.Any(decision => dropped.Contains(decision.Id))).Count();
        Rewound = new ExecutionRewound(reason, kept, Math.Max(lowestNextId, NextTaskIdAfter(history)));
        var repeated = new List<HistoryEvent>();
        foreach (TurnRecord turn in history.Skip(kept))
        {
            repeated.Add(new ClockSet(turn.StartedAt));
            repeated.AddRange(turn.Inbound.Where(item => IsRepeated(item) && !IsUndone(item, undone)));
            foreach (DecisionEvent decision in turn.Decisions.Where(decision => !dropped.Contains(decision.Id)))
            {
                NumbersOf(decision).Enqueue(decision.Id);
            }
        }

        Repeated = repeated;
        Undone = undone;
    }

    /// <summary>The event with which the turn begins.</summary>
    internal ExecutionRewound Rewound { get; }

    /// <summary>What comes in again.</summary>
    internal IReadOnlyList<HistoryEvent> Repeated { get; }

    /// <summary>The calls that failed and are to run again.</summary>
    internal IReadOnlySet<int> Undone { get; }

    /// <summary>Plans a rewind.</summary>
    /// <param name="history">What counts of the history; its last turn is the failure.</param>
    /// <param name="lastFailures">The failed calls after which nothing was decided.</param>
    /// <param name="reason">Why it is rewound.</param>
    /// <param name="lowestNextId">The lowest number that a new decision may have.</param>
    internal static RewindPlan Make(
        IReadOnlyList<TurnRecord> history, IReadOnlySet<int> lastFailures, string? reason, int lowestNextId)
    {
        HistoryEvent[] failures =
            [.. history.SelectMany(turn => turn.Inbound).Where(item => CountingHistory.FailureOf(item) is not null)];
        HashSet<int> undone = [.. lastFailures];
        for (TaskFailureDetails? cause = history[^1].Completion?.Failure; cause is not null; cause = cause.InnerFailure)
        {
            if (Array.FindLast(failures, item => cause.Equals(CountingHistory.FailureOf(item))) is { } failure)
            {
                undone.Add(CountingHistory.AnsweredTask(failure)!.Value);
            }
        }

        if (undone.Count == 0 && failures.LastOrDefault() is { } last && !IsMadeGood(last, history))
        {
            // The code has answered it and then thrown something of its own that does not tell the cause.
            undone.Add(CountingHistory.AnsweredTask(last)!.Value);
        }

        return new RewindPlan(history, undone, reason, lowestNextId);
    }

    /// <summary>
    /// Whether what came for an instance, and was not played before it failed, is played after its rewind. Wishes of a
    /// client are over, calls that failed run again, and locks were given back with the failure.
    /// </summary>
    internal static bool IsStillToCome(HistoryEvent item) => item
        is not (ExecutionSuspended or ExecutionResumed or ExecutionTerminated)
        and not (TaskFailed or SubOrchestrationFailed)
        and not EntityLockGranted;

    /// <summary>The number that a decision had; null for one that is new.</summary>
    internal int? FindNumber(DecisionEvent decision) =>
        _numbers.TryGetValue(Nameless(decision), out Queue<int>? ids) && ids.TryDequeue(out int id) ? id : null;

    private Queue<int> NumbersOf(DecisionEvent decision)
    {
        DecisionEvent key = Nameless(decision);
        if (!_numbers.TryGetValue(key, out Queue<int>? ids))
        {
            _numbers.Add(key, ids = new Queue<int>());
        }

        return ids;
    }

    /// <summary>Whether the same call was made again later and was finished.</summary>
    private static bool IsMadeGood(HistoryEvent failure, IReadOnlyList<TurnRecord> history)
    {
        int failed = CountingHistory.AnsweredTask(failure)!.Value;
        DecisionEvent[] decisions = [.. history.SelectMany(turn => turn.Decisions)];
        HashSet<int> finished =
        [
            .. history.SelectMany(turn => turn.Inbound)
                .Where(item => item is TaskCompleted or SubOrchestrationCompleted or EntityOperationCompleted)
                .Select(item => CountingHistory.AnsweredTask(item)!.Value),
        ];
        return Array.Find(decisions, decision => decision.Id == failed) is { } call
            && Array.Exists(decisions, other =>
                other.Id > failed && finished.Contains(other.Id) && Nameless(other).Equals(Nameless(call)));
    }

    /// <summary>
    /// The requests for locks that were neither granted nor given up by the code. A grant may be on its way all the
    /// same, for a request that the entity has dropped since: under its old number it would be taken for a new one.
    /// </summary>
    private static HashSet<int> FindUngrantedLocks(IReadOnlyList<TurnRecord> history)
    {
        HashSet<int> open =
        [
            .. history.SelectMany(turn => turn.Decisions).OfType<EntityLockRequested>().Select(request => request.Id),
        ];
        open.ExceptWith(
            history.SelectMany(turn => turn.Inbound).OfType<EntityLockGranted>().Select(granted => granted.TaskId));
        return open;
    }

    private static DecisionEvent Nameless(DecisionEvent decision) => decision with { Id = 0 };

    private static bool IsUndone(HistoryEvent item, IReadOnlySet<int> undone) =>
        CountingHistory.FailureOf(item) is not null && undone.Contains(CountingHistory.AnsweredTask(item)!.Value);

    private static bool IsRepeated(HistoryEvent item) => item is not (RewindRequested or ExecutionRewound);

    private static int NextTaskIdAfter(IReadOnlyList<TurnRecord> history)
    {
        int next = 0;
        foreach (TurnRecord turn in history)
        {
            if (turn.Inbound is [ExecutionRewound rewound, ..])
            {
                next = Math.Max(next, rewound.NextTaskId);
            }

            if (turn.Decisions.Count > 0)
            {
                next = Math.Max(next, turn.Decisions.Max(decision => decision.Id) + 1);
            }
        }

        return next;
    }
}
