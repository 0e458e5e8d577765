using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Swarm.Durable.Telemetry;

/// <summary>A span of the engine, or none. A listener that throws harms nothing of what the span is about.</summary>
internal readonly struct TraceSpan : IDisposable
{
    private readonly Activity? _activity;
    private readonly ILogger _logger;

    private TraceSpan(Activity? activity, ILogger logger)
    {
        _activity = activity;
        _logger = logger;
    }

    /// <summary>The W3C id of the span; null if nobody listens.</summary>
    internal string? Id => _activity?.Id;

    /// <summary>Starts a span.</summary>
    /// <param name="logger">Told of a listener that throws.</param>
    /// <param name="instanceId">The instance that the span is about.</param>
    /// <param name="state">What is given to the function.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="becomesCurrent">Whether what is called from here on belongs to it.</param>
    internal static TraceSpan Start<TState>(
        ILogger logger, string instanceId, TState state, Func<TState, Activity?> start, bool becomesCurrent = true)
    {
        if (!EngineTraces.HasListeners)
        {
            return default;
        }

        Activity? before = Activity.Current;
        Activity? activity = null;
        try
        {
            activity = start(state);
        }
        catch (Exception exception)
        {
            Activity.Current = before;
            logger.TelemetryFailed(instanceId, exception);
        }

        if (!becomesCurrent)
        {
            Activity.Current = before;
        }

        return new TraceSpan(activity, logger);
    }

    /// <summary>Marks the span as failed.</summary>
    internal void Fail(Exception exception) => _activity?
        .SetTag("error.type", exception.GetType().FullName)
        .SetStatus(ActivityStatusCode.Error, exception.Message);

    /// <summary>Ends the span and tells of it.</summary>
    public void Dispose()
    {
        if (_activity is null)
        {
            return;
        }

        Activity? current = Activity.Current;
        try
        {
            _activity.Stop();
        }
        catch (Exception exception)
        {
            _logger.TelemetryFailed(_activity.OperationName, exception);
            Activity.Current = current == _activity ? _activity.Parent : current;
        }
    }
}
