namespace Swarm.Durable.Core.Tracing;

/// <summary>A trace context as W3C defines it.</summary>
public class DistributedTraceContext
{
    /// <summary>Makes a trace context.</summary>
    /// <param name="traceParent">The traceparent.</param>
    /// <param name="traceState">The tracestate.</param>
    public DistributedTraceContext(string traceParent, string? traceState = null)
    {
        TraceParent = traceParent;
        TraceState = traceState;
    }

    /// <summary>The traceparent.</summary>
    public string TraceParent { get; set; }

    /// <summary>The tracestate.</summary>
    public string? TraceState { get; set; }
}
