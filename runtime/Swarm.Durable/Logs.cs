using Microsoft.Extensions.Logging;

namespace Swarm.Durable;

/// <summary>What the engine logs. Event ids are stable.</summary>
internal static partial class Logs
{
    [LoggerMessage(1, LogLevel.Information, "The engine has started: {Unfinished} unfinished instances, {Woken} woken")]
    internal static partial void EngineStarted(this ILogger logger, int unfinished, int woken);

    [LoggerMessage(2, LogLevel.Information, "The engine has stopped")]
    internal static partial void EngineStopped(this ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "Stopping left {Count} activities behind; they run again after the next start")]
    internal static partial void ActivitiesLeftBehind(this ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Information, "Activity '{Name}' (#{TaskId}) of instance '{InstanceId}' failed")]
    internal static partial void ActivityFailed(
        this ILogger logger, string name, int taskId, string instanceId, Exception exception);

    [LoggerMessage(
        5,
        LogLevel.Error,
        "A turn of instance '{InstanceId}' could not be committed (failure {Count}); it is tried again after {Delay}")]
    internal static partial void TurnFailed(
        this ILogger logger, string instanceId, int count, TimeSpan delay, Exception exception);

    [LoggerMessage(6, LogLevel.Debug, "Instance '{InstanceId}' of '{Name}' ended: {Status}")]
    internal static partial void InstanceEnded(
        this ILogger logger, string instanceId, string name, Client.OrchestrationRuntimeStatus status);

    [LoggerMessage(7, LogLevel.Debug, "A turn of instance '{InstanceId}' was refused: it was replaced or purged")]
    internal static partial void TurnRefused(this ILogger logger, string instanceId);

    [LoggerMessage(8, LogLevel.Warning, "A listener threw when it was told of '{InstanceId}'")]
    internal static partial void TelemetryFailed(this ILogger logger, string instanceId, Exception exception);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "Instance '{InstanceId}' has version '{Version}', which is not run here; it waits for an engine that takes it")]
    internal static partial void VersionRejected(this ILogger logger, string instanceId, string version);

    [LoggerMessage(20, LogLevel.Information, "Operation '{Operation}' of entity '{EntityId}' failed")]
    internal static partial void OperationFailed(
        this ILogger logger, string operation, string entityId, Exception exception);

    [LoggerMessage(
        21, LogLevel.Warning, "Instance '{InstanceId}', wanted by entity '{EntityId}', exists and has not ended")]
    internal static partial void StartDropped(this ILogger logger, string instanceId, string entityId);

    [LoggerMessage(22, LogLevel.Warning, "Stopping left {Count} entities behind; their operations run again")]
    internal static partial void EntitiesLeftBehind(this ILogger logger, int count);

    [LoggerMessage(30, LogLevel.Information, "{Count} instances that had ended more than {Age} ago were purged")]
    internal static partial void EndedInstancesPurged(this ILogger logger, int count, TimeSpan age);

    [LoggerMessage(31, LogLevel.Warning, "Instances that ended long ago could not be purged; it is tried again later")]
    internal static partial void RetentionFailed(this ILogger logger, Exception exception);
}
