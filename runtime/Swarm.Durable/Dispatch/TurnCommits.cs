using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>Describes a played turn as one commit: the one place where decisions become changes of the store.</summary>
internal static class TurnCommits
{
    internal static OrchestrationInfo InfoOf(InstanceRecord record) =>
        new(record.InstanceId, record.Name, record.Version, record.Input, record.Parent);

    internal static PlayedTurn Describe(
        LiveInstance live,
        List<InstanceMessage> taken,
        IReadOnlyList<HistoryEvent> inbound,
        DateTimeOffset now,
        TurnResult result,
        Relocking? relocked = null)
    {
        InstanceRecord before = live.Record!;
        HistoryEvent[] played = [.. inbound.Take(result.PlayedCount), .. ListForRewind(inbound, result)];
        var turn = new TurnRecord(now.UtcDateTime, played, result.Decisions, result.Completion);
        IReadOnlyList<InstanceMessage> kept = result.ContinueAsNew is { } request
            ? ListKept(live, taken, inbound.Skip(result.PlayedCount), request)
            : [];
        InstanceRecord next = result.ContinueAsNew is null
            ? Advance(live, now, result.Completion)
            : BeginGeneration(live, now, result.ContinueAsNew);
        IReadOnlyList<DecisionEvent> decided = ListNew(played, result);
        Relocking relocking = relocked ?? Relocking.None;
        IReadOnlyList<HeldLock> locks = relocking.Renumber(HeldLock.After(live.Locks, result.Decisions));
        bool endsGeneration = result.Completion is not null || result.ContinueAsNew is not null;
        IEnumerable<HeldLock> unneeded =
            relocking.ListHeld().Where(taken => !locks.Any(held => held.Number == taken.Number));
        var commit = new TurnCommit
        {
            InstanceId = before.InstanceId,
            Key = before.Key,
            Generation = before.Generation,
            Turn = before.Turns,
            History = result.ContinueAsNew is null ? RowCodec.EncodeTurn(turn) : null,
            ConsumedMessages = [.. taken.Where(message => message.IsStored).Select(message => message.Id)],
            PreviousStatus = before.Status,
            Status = next.Status,
            UpdatedAt = now,
            IsEnd = next.HasEnded,
            WakeAt = next.WakeAt,
            MustRecover = next.MustRecover,
            SetsCustomStatus = next.CustomStatus != before.CustomStatus,
            CustomStatus = next.CustomStatus,
            Output = next.Output,
            Failure = next.Failure,
            NextGeneration = result.ContinueAsNew is null ? null : DescribeGeneration(next, kept),
            Children = [.. decided.OfType<SubOrchestrationCreated>().Select(child => Start(child, before, now))],
            Rewinds = [.. result.Rewound.Select(child => Rewind(child, before, now, played))],
            Messages = OutgoingMessages.List(
                before, decided, result.Completion, live.Locks, endsGeneration ? locks.Concat(unneeded) : unneeded),
            MessageToChildren = ListenToTermination(played),
        };
        return new PlayedTurn(live, taken, turn, result, commit, next, kept, endsGeneration ? [] : locks);
    }

    /// <summary>Describes a turn that asks for a lock which a rewind takes again.</summary>
    internal static PlayedTurn DescribeRelocking(
        LiveInstance live,
        List<InstanceMessage> taken,
        IReadOnlyList<HistoryEvent> causes,
        DateTimeOffset now,
        Relocking relocking)
    {
        InstanceRecord before = live.Record!;
        EntityLockRequested request = relocking.Pending!;
        var turn = new TurnRecord(now.UtcDateTime, causes, [request], null);
        var commit = new TurnCommit
        {
            InstanceId = before.InstanceId,
            Key = before.Key,
            Generation = before.Generation,
            Turn = before.Turns,
            History = RowCodec.EncodeTurn(turn),
            ConsumedMessages = [.. taken.Where(message => message.IsStored).Select(message => message.Id)],
            PreviousStatus = before.Status,
            Status = before.Status,
            UpdatedAt = now,
            MustRecover = before.MustRecover,
            Messages = OutgoingMessages.List(before, [request], null, [], []),
        };
        InstanceRecord next = before with { Turns = before.Turns + 1, UpdatedAt = now };
        var nothing = new TurnResult(causes.Count, [], null, null);
        return new PlayedTurn(live, taken, turn, nothing, commit, next, [], relocking.ListHeld())
        {
            Relocking = relocking,
        };
    }

    /// <summary>
    /// What came with the failure and was not played is in history all the same: a rewind plays it, so that nothing
    /// that was stored or finished is lost.
    /// </summary>
    private static IEnumerable<HistoryEvent> ListForRewind(IReadOnlyList<HistoryEvent> inbound, TurnResult result) =>
        result.Completion is { Status: OrchestrationRuntimeStatus.Failed }
            ? inbound.Skip(result.PlayedCount).Where(RewindPlan.IsStillToCome)
            : [];

    /// <summary>A rewind makes decisions again that were carried out before; only new ones have an effect.</summary>
    private static IReadOnlyList<DecisionEvent> ListNew(HistoryEvent[] played, TurnResult result) =>
        played is [ExecutionRewound rewound, ..]
            ? [.. result.Recalled, .. result.Decisions.Where(decision => decision.Id >= rewound.NextTaskId)]
            : result.Decisions;

    private static InstanceRecord Advance(LiveInstance live, DateTimeOffset now, ExecutionCompleted? completion)
    {
        InstanceRecord before = live.Record!;
        InstanceRecord next = before with
        {
            Turns = before.Turns + 1,
            UpdatedAt = now,
            MustRecover = live.Execution is { Open.ActivityCount: > 0 },
            CustomStatus = CustomStatusOf(live),
        };
        if (completion is not null)
        {
            return next with
            {
                Status = completion.Status,
                CompletedAt = now,
                WakeAt = null,
                MustRecover = next.MustRecover && completion.Status != OrchestrationRuntimeStatus.Terminated,
                Output = completion.Output,
                Failure = completion.Failure is { } failure ? RowCodec.EncodeFailure(failure) : null,
            };
        }

        OrchestrationExecution execution = live.Execution!;
        return next with
        {
            Status = execution.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
            WakeAt = execution.Open.NextTimer is { } timer ? new DateTimeOffset(timer, TimeSpan.Zero) : null,
        };
    }

    private static InstanceRecord BeginGeneration(
        LiveInstance live, DateTimeOffset now, ContinueAsNewRequest request) =>
        live.Record! with
        {
            Generation = live.Record.Generation + 1,
            Turns = 0,
            Version = request.Version,
            Input = request.Input,
            Status = OrchestrationRuntimeStatus.Running,
            UpdatedAt = now,
            WakeAt = null,
            MustRecover = true,
            CustomStatus = CustomStatusOf(live),
        };

    private static string? CustomStatusOf(LiveInstance live) =>
        live.Execution is { HasCustomStatus: true } execution ? execution.CustomStatus : live.Record!.CustomStatus;

    private static NextGeneration DescribeGeneration(InstanceRecord next, IReadOnlyList<InstanceMessage> kept) => new(
        next.Version,
        next.Input,
        [
            .. kept.Where(message => message.IsStored).Select(message => new StoredMessage(
                next.InstanceId, next.Key, message.Id, RowCodec.EncodeMessage(message.Event, message.Generation))),
        ]);

    /// <summary>
    /// What the next generation gets: events that nobody waited for, unless they are to be dropped, and whatever else
    /// came with the turn but was not played, such as a wish to suspend. All in the order in which it came.
    /// </summary>
    private static IReadOnlyList<InstanceMessage> ListKept(
        LiveInstance live,
        List<InstanceMessage> taken,
        IEnumerable<HistoryEvent> unplayed,
        ContinueAsNewRequest request)
    {
        var unplayedEvents = unplayed.ToHashSet(ReferenceEqualityComparer.Instance);
        IEnumerable<InstanceMessage> events = live.Execution!.ListKeptEvents()
            .Select(raised => new InstanceMessage(raised.MessageId, RowCodec.AnyGeneration, raised));
        return
        [
            .. events
                .Concat(taken.Where(message => unplayedEvents.Contains(message.Event) && message.IsStored))
                .Where(message => request.KeepsEvents || message.Event is not EventRaised)
                .OrderBy(message => message.Id),
        ];
    }

    private static ChildStart Start(SubOrchestrationCreated created, InstanceRecord parent, DateTimeOffset now)
    {
        var child = new NewInstance
        {
            InstanceId = created.InstanceId,
            Name = created.Name,
            Version = created.Version,
            Input = created.Input,
            Tags = created.Tags is { } tags ? RowCodec.EncodeTags(tags) : null,
            Parent = new ParentLink(parent.InstanceId, parent.Name, parent.Key, parent.Generation, created.Id),
            CreatedAt = now,
            TraceParent = parent.TraceParent,
        };
        var refusal = new TaskFailureDetails(
            FailureTypes.NameOf(typeof(OrchestrationAlreadyExistsException)),
            $"An orchestration with the id '{created.InstanceId}' exists and has not ended.",
            null,
            null,
            null);
        return new ChildStart(
            child, RowCodec.EncodeMessage(new SubOrchestrationFailed(created.Id, refusal), parent.Generation));
    }

    private static ChildRewind Rewind(
        SubOrchestrationCreated child, InstanceRecord parent, DateTimeOffset now, HistoryEvent[] played) => new(
        Start(child, parent, now),
        RowCodec.EncodeMessage(new RewindRequested(((ExecutionRewound)played[0]).Reason)),
        output => RowCodec.EncodeMessage(new SubOrchestrationCompleted(child.Id, output), parent.Generation),
        message => IsAnswer(RowCodec.DecodeMessage(message), child.Id, parent.Generation));

    private static bool IsAnswer((HistoryEvent Event, int Generation) message, int childId, int generation) =>
        message.Event is SubOrchestrationCompleted or SubOrchestrationFailed
        && message.Generation == generation
        && CountingHistory.AnsweredTask(message.Event) == childId;

    private static byte[]? ListenToTermination(HistoryEvent[] played) =>
        played.Length > 0 && played[^1] is ExecutionTerminated { IsRecursive: true } terminated
            ? RowCodec.EncodeMessage(terminated)
            : null;
}
