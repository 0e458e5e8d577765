using Microsoft.Extensions.Logging;
using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Does what a committed turn decided. All of it can be found again in the store, so a crash in the middle loses
/// nothing.
/// </summary>
internal sealed class TurnEffects(
    InstanceTable instances,
    Deliveries deliveries,
    WorkDispatcher<ActivityWorkItem> activities,
    WakeTimers timers,
    InstanceSignals signals,
    DurableEngineOptions options,
    ILogger logger)
{
    internal void Apply(PlayedTurn turn, TurnOutcome outcome)
    {
        LiveInstance live = turn.Instance;
        bool isFirstTurn = live.Record!.Turns == 0;
        live.Record = turn.Next;
        live.Locks = turn.Locks;
        live.Relocking = turn.Relocking;
        timers.Set(live.InstanceId, live.Key, turn.Next.WakeAt);
        StartActivities(turn);
        StartChildren(turn, outcome);
        foreach (StoredMessage message in outcome.Delivered)
        {
            deliveries.Deliver(message);
        }

        if (turn.Next.HasEnded)
        {
            End(turn);
            return;
        }

        if (turn.Result.ContinueAsNew is not null)
        {
            BeginGeneration(turn);
        }
        else if (options.ChecksReplay && turn.Relocking is null)
        {
            live.History.Add(turn.Record);
        }

        if (isFirstTurn)
        {
            signals.Tell(turn.Next);
        }

        instances.EndTurn(live);
    }

    /// <summary>Ends a turn that had nothing to do.</summary>
    internal void Rest(LiveInstance live)
    {
        // A clock that was set back can wake an instance too early: then its timer must be set again.
        timers.Set(live.InstanceId, live.Key, live.Record!.WakeAt);
        RestartActivities(live);
        instances.EndTurn(live);
    }

    /// <summary>After a restart: starts the activities that history shows as scheduled and not ended.</summary>
    private void RestartActivities(LiveInstance live)
    {
        if (!live.MustRestartActivities || live.Execution is not { } execution)
        {
            return;
        }

        live.MustRestartActivities = false;
        InstanceAddress address = AddressOf(live);
        foreach (TaskScheduled scheduled in execution.Open.Activities.ToArray())
        {
            if (!live.StillRunning.Contains(scheduled.Id))
            {
                activities.Enqueue(new ActivityWorkItem(address, scheduled, live.Record!.TraceParent));
            }
        }
    }

    private void StartActivities(PlayedTurn turn)
    {
        // Activities that a generation called in its last turn go with it; no later turn could take their results.
        if (turn.Result.ContinueAsNew is not null)
        {
            return;
        }

        LiveInstance live = turn.Instance;
        if (live.MustRestartActivities)
        {
            if (turn.Next.MustRecover)
            {
                // This includes what the turn itself has scheduled.
                RestartActivities(live);
            }

            return;
        }

        InstanceAddress? address = null;
        foreach (DecisionEvent decision in turn.Result.Decisions)
        {
            if (decision is TaskScheduled scheduled)
            {
                address ??= AddressOf(live);
                activities.Enqueue(new ActivityWorkItem(address, scheduled, live.Record!.TraceParent));
            }
        }
    }

    private void StartChildren(PlayedTurn turn, TurnOutcome outcome)
    {
        Start(turn.Commit.Children, outcome.ChildKeys, outcome.LastMessageId);
        Start([.. turn.Commit.Rewinds.Select(child => child.Start)], outcome.RestartedKeys, outcome.LastMessageId);
    }

    private void Start(IReadOnlyList<ChildStart> children, IReadOnlyList<long> keys, long lastMessageId)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (keys[i] is var key and not 0)
            {
                Start(children[i].Instance, key, lastMessageId);
            }
        }
    }

    /// <summary>Takes up an instance that was just created; nothing need be read for it.</summary>
    internal void Start(NewInstance created, long key, long lastMessageId)
    {
        if (created.StartAt is { } startAt)
        {
            timers.Set(created.InstanceId, key, startAt);
            return;
        }

        instances.Post(created.InstanceId, key, null, live => live.Load(RecordOf(created, key), [], [], lastMessageId));
    }

    private static InstanceRecord RecordOf(NewInstance created, long key) => new()
    {
        Key = key,
        InstanceId = created.InstanceId,
        Name = created.Name,
        Version = created.Version,
        Status = OrchestrationRuntimeStatus.Pending,
        CreatedAt = created.CreatedAt,
        UpdatedAt = created.CreatedAt,
        WakeAt = created.StartAt,
        Parent = created.Parent,
        TraceParent = created.TraceParent,
        Tags = created.Tags,
        Input = created.Input,
    };

    private static InstanceAddress AddressOf(LiveInstance live) =>
        new(live.InstanceId, live.Key, live.Record!.Generation);

    private static void BeginGeneration(PlayedTurn turn)
    {
        LiveInstance live = turn.Instance;
        live.Execution = null;
        live.History.Clear();
        live.ForgetFormerLife();
        live.PutBack(turn.KeptMessages);
        live.Post(null);
    }

    private void End(PlayedTurn turn)
    {
        LiveInstance live = turn.Instance;
        InstanceRecord record = turn.Next;
        logger.InstanceEnded(record.InstanceId, record.Name, record.Status);
        if (record.MustRecover)
        {
            KeepStrays(live, turn.Taken);
        }
        else
        {
            // First out of memory, then told: who is told and asks again must find the end, not the live instance.
            instances.Remove(live);
            if (live.IsRewindRequested)
            {
                // It was rewound as soon as its end was stored. It comes back from the store, and has not ended.
                instances.Post(live.InstanceId, live.Key, null);
                return;
            }
        }

        signals.Tell(record);
    }

    /// <summary>Keeps an ended instance in mind until the activities that it did not await have ended.</summary>
    private void KeepStrays(LiveInstance live, IReadOnlyList<InstanceMessage> taken)
    {
        live.Strays = new StrayActivities(live.Execution!.Open.Activities);
        live.Execution = null;
        live.History.Clear();

        // Some results may have come with the last turn, behind the one that ended it.
        live.Strays.NoteResults(taken);
        live.Post(null);
        instances.EndTurn(live, mayLeave: false);
    }

    /// <summary>After a restart: runs what an ended instance had left running.</summary>
    internal void RestartStrays(LiveInstance live, StrayActivities strays)
    {
        live.Strays = strays;
        live.MustRestartActivities = false;
        live.History.Clear();
        InstanceAddress address = AddressOf(live);
        foreach (TaskScheduled scheduled in strays.Running.ToArray())
        {
            activities.Enqueue(new ActivityWorkItem(address, scheduled, live.Record!.TraceParent));
        }
    }
}
