using Swarm.Durable.Core.Tracing;

namespace Swarm.Durable.Core;

/// <summary>What carries a trace context.</summary>
public interface ISupportsDurableTraceContext
{
    /// <summary>The trace that it belongs to.</summary>
    DistributedTraceContext? ParentTraceContext { get; set; }
}
