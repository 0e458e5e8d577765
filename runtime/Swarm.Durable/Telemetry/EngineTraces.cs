using System.Diagnostics;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Telemetry;

/// <summary>
/// The spans of an engine. All of an instance hang on the trace context that is stored with it, so they join over
/// restarts; what a turn did is told once it is committed, so a replay tells nothing.
/// </summary>
internal static class EngineTraces
{
    internal const string SourceName = "Swarm.Durable";

    private static readonly ActivitySource Source = new(SourceName);

    internal static bool HasListeners => Source.HasListeners();

    /// <summary>The creation of an instance by a client. Its id is what is stored with the instance.</summary>
    internal static Activity? Create(string name, string instanceId) => Tag(
        Source.StartActivity($"create_orchestration:{name}", ActivityKind.Producer),
        "orchestration",
        name,
        instanceId);

    /// <summary>The creation of a sub-orchestration by its parent. Its id is what is stored with the child.</summary>
    internal static Activity? CreateChild(NewInstance child) => Tag(
        Start($"create_orchestration:{child.Name}", ActivityKind.Producer, child.TraceParent, child.CreatedAt),
        "orchestration",
        child.Name,
        child.InstanceId);

    /// <summary>An event that a client raises.</summary>
    internal static Activity? Raise(string eventName, string instanceId) => Tag(
        Source.StartActivity($"orchestration_event:{eventName}", ActivityKind.Producer),
        "event",
        eventName,
        instanceId);

    /// <summary>One run of an activity.</summary>
    internal static Activity? Run(ActivityWorkItem item)
    {
        Activity? span = Source.HasListeners()
            ? Start($"activity:{item.Task.Name}", ActivityKind.Server, item.TraceParent, default)
            : null;
        Tag(span, "activity", item.Task.Name, item.Instance.InstanceId);
        return span?.SetTag("durabletask.task.task_id", item.Task.Id);
    }

    /// <summary>One run of an operation of an entity, in the trace of whoever asked for it.</summary>
    internal static Activity? Operate(EntityInstanceId id, EntityOperationRequest request) => Tag(
        Start($"entity:{id.Name}:{request.Operation}", ActivityKind.Server, request.TraceParent, default),
        "entity",
        id.Name,
        id.ToString());

    /// <summary>Tells of a committed turn: the timers that fired in it, the turn, the end of the instance.</summary>
    internal static void Tell(PlayedTurn turn, DateTimeOffset now)
    {
        if (!Source.HasListeners())
        {
            return;
        }

        InstanceRecord record = turn.Next;
        using (Activity? span = Start(
            $"orchestration_turn:{record.Name}", ActivityKind.Internal, record.TraceParent, turn.Commit.UpdatedAt))
        {
            Tag(span, "turn", record.Name, record.InstanceId)?
                .SetTag("swarm.durable.turn.events", turn.Record.Inbound.Count)
                .SetTag("swarm.durable.turn.decisions", turn.Record.Decisions.Count)
                .SetEndTime(now.UtcDateTime);
        }

        foreach (TimerFired fired in turn.Record.Inbound.OfType<TimerFired>())
        {
            using Activity? span = Start(
                $"timer:{record.Name}", ActivityKind.Internal, record.TraceParent, turn.Commit.UpdatedAt);
            Tag(span, "timer", record.Name, record.InstanceId)?
                .SetTag("durabletask.task.task_id", fired.TimerId)
                .SetEndTime(turn.Commit.UpdatedAt.UtcDateTime);
        }

        if (record.HasEnded)
        {
            TellEnd(record);
        }
    }

    private static void TellEnd(InstanceRecord record)
    {
        using Activity? span = Start(
            $"orchestration:{record.Name}",
            ActivityKind.Server,
            record.TraceParent,
            record.CreatedAt);
        Tag(span, "orchestration", record.Name, record.InstanceId)?
            .SetTag("durabletask.task.status", record.Status.ToString())
            .SetEndTime(record.CompletedAt!.Value.UtcDateTime);
        if (record.Status == OrchestrationRuntimeStatus.Failed)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static Activity? Start(string name, ActivityKind kind, string? traceParent, DateTimeOffset startedAt)
    {
        // What is no trace context begins a trace of its own.
        ActivityContext parent =
            ActivityContext.TryParse(traceParent, null, isRemote: true, out ActivityContext stored) ? stored : default;
        return Source.StartActivity(name, kind, parent, tags: null, links: null, startedAt);
    }

    private static Activity? Tag(Activity? span, string type, string name, string instanceId) => span?
        .SetTag("durabletask.type", type)
        .SetTag("durabletask.task.name", name)
        .SetTag("durabletask.task.instance_id", instanceId);
}
