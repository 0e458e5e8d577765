using Swarm.Durable.Dispatch;
using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>Holds the decisions of a replayed turn against the recorded ones.</summary>
internal static class ReplayComparison
{
    private const string Nothing = "nothing more in that turn";

    /// <summary>
    /// Compares kind, number and names. Inputs and times may differ: an orchestrator may be mended in them while its
    /// instances run.
    /// </summary>
    internal static void Compare(OrchestrationInfo info, TurnRecord recorded, TurnResult replayed)
    {
        CompareDecisions(info, recorded, replayed, IsSameCall);
        if (recorded.Completion is null && (replayed.Completion is not null || replayed.ContinueAsNew is not null))
        {
            throw Different(info, NextId(recorded), "an orchestration that goes on", "ended");
        }
    }

    /// <summary>Holds a turn that was just played against its repetition, in every detail.</summary>
    internal static void CompareExactly(
        OrchestrationInfo info, TurnRecord recorded, TurnResult played, TurnResult replayed)
    {
        CompareDecisions(info, recorded, replayed, static (expected, actual) => expected.Equals(actual));
        if (played.ContinueAsNew != replayed.ContinueAsNew
            || played.Completion?.Status != replayed.Completion?.Status
            || played.Completion?.Output != replayed.Completion?.Output)
        {
            throw Different(
                info,
                NextId(recorded),
                Describe(played.Completion),
                $"came to {Describe(replayed.Completion)}, {played.ContinueAsNew} against {replayed.ContinueAsNew}");
        }
    }

    private static void CompareDecisions(
        OrchestrationInfo info,
        TurnRecord recorded,
        TurnResult replayed,
        Func<DecisionEvent, DecisionEvent, bool> isSame)
    {
        int count = Math.Max(recorded.Decisions.Count, replayed.Decisions.Count);
        for (int i = 0; i < count; i++)
        {
            DecisionEvent? expected = i < recorded.Decisions.Count ? recorded.Decisions[i] : null;
            DecisionEvent? actual = i < replayed.Decisions.Count ? replayed.Decisions[i] : null;
            if (expected is null || actual is null || !isSame(expected, actual))
            {
                throw Different(
                    info,
                    (expected ?? actual)!.Id,
                    expected is null ? Nothing : Describe(expected),
                    actual is null ? $"did {Nothing}" : $"did {Describe(actual)}");
            }
        }
    }

    private static bool IsSameCall(DecisionEvent expected, DecisionEvent actual) => (expected, actual) switch
    {
        _ when expected.Id != actual.Id => false,
        (TaskScheduled a, TaskScheduled b) => IsSameName(a.Name, b.Name),
        (SubOrchestrationCreated a, SubOrchestrationCreated b) =>
            IsSameName(a.Name, b.Name) && a.InstanceId == b.InstanceId,
        (TimerCreated, TimerCreated) => true,
        (EventSent a, EventSent b) => a.InstanceId == b.InstanceId && IsSameName(a.Name, b.Name),
        (EntityCalled a, EntityCalled b) => a.EntityId == b.EntityId && IsSameName(a.Operation, b.Operation),
        (EntitySignaled a, EntitySignaled b) => a.EntityId == b.EntityId && IsSameName(a.Operation, b.Operation),
        (EntityLockRequested a, EntityLockRequested b) => a.EntityId == b.EntityId,
        (EntityLockReleased a, EntityLockReleased b) => a.LockId == b.LockId,
        _ => false,
    };

    private static bool IsSameName(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static int NextId(TurnRecord recorded) => recorded.Decisions.Count == 0 ? 0 : recorded.Decisions[^1].Id + 1;

    private static NonDeterministicOrchestrationException Different(
        OrchestrationInfo info, int id, string expected, string actual) =>
        new(info.Name, info.InstanceId, id, expected, actual);

    private static string Describe(HistoryEvent? item) => item switch
    {
        null => "no end",
        TaskScheduled scheduled => $"the call of activity '{scheduled.Name}'",
        SubOrchestrationCreated created =>
            $"the call of sub-orchestration '{created.Name}' with id '{created.InstanceId}'",
        TimerCreated timer => $"a timer for {timer.FireAt:o}",
        EventSent sent => $"the event '{sent.Name}' to '{sent.InstanceId}'",
        EntityCalled called => $"the call of operation '{called.Operation}' of entity '{called.EntityId}'",
        EntitySignaled signaled => $"the signal '{signaled.Operation}' to entity '{signaled.EntityId}'",
        EntityLockRequested requested => $"the lock of entity '{requested.EntityId}'",
        EntityLockReleased released => $"the end of the lock of entity '{released.EntityId}'",
        ExecutionCompleted completed => $"{completed.Status} {completed.Output}",
        _ => item.GetType().Name,
    };
}
