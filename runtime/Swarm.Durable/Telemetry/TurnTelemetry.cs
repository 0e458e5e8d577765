using Microsoft.Extensions.Logging;
using Swarm.Durable.Dispatch;

namespace Swarm.Durable.Telemetry;

/// <summary>Tells of committed turns. A listener that throws must not keep a turn's effects from happening.</summary>
internal sealed class TurnTelemetry(EngineMetrics metrics, TimeProvider time, ILogger logger)
{
    internal void Tell(PlayedTurn turn)
    {
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
