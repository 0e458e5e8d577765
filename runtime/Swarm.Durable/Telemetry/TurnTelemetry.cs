using Microsoft.Extensions.Logging;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Telemetry;

/// <summary>Tells of committed turns. A listener that throws must not keep a turn's effects from happening.</summary>
internal sealed class TurnTelemetry(EngineMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Counts a history that is repeated to bring an instance into memory.</summary>
    internal void CountReplay(string instanceId)
    {
        try
        {
            metrics.CountReplay();
        }
        catch (Exception exception)
        {
            logger.TelemetryFailed(instanceId, exception);
        }
    }

    /// <summary>Tells of a turn of an entity that is committed.</summary>
    internal void Tell(string entityId, int operations)
    {
        try
        {
            metrics.CountOperations(operations);
        }
        catch (Exception exception)
        {
            logger.TelemetryFailed(entityId, exception);
        }
    }

    /// <summary>Begins the spans of the sub-orchestrations that a turn starts: their ids are stored with it.</summary>
    internal PlayedTurn Begin(PlayedTurn turn)
    {
        if (turn.Commit.Children.Count == 0 || !EngineTraces.HasListeners)
        {
            return turn;
        }

        TraceSpan[] spans =
        [
            .. turn.Commit.Children.Select(child => TraceSpan.Start(
                logger,
                child.Instance.InstanceId,
                child.Instance,
                EngineTraces.CreateChild,
                becomesCurrent: false)),
        ];
        ChildStart[] children =
        [
            .. turn.Commit.Children.Zip(spans, (child, span) => span.Id is { } id
                ? child with { Instance = child.Instance with { TraceParent = id } }
                : child),
        ];
        return turn with { Commit = turn.Commit with { Children = children }, ChildSpans = spans };
    }

    /// <summary>Tells of a turn that is committed.</summary>
    internal void Tell(PlayedTurn turn)
    {
        foreach (TraceSpan span in turn.ChildSpans)
        {
            span.Dispose();
        }

        try
        {
            metrics.Count(turn);
            EngineTraces.Tell(turn, time.GetUtcNow());
        }
        catch (Exception exception)
        {
            logger.TelemetryFailed(turn.Instance.InstanceId, exception);
        }
    }
}
