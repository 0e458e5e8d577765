using Swarm.Durable.Core.Tracing;

namespace Swarm.Durable.Core.History;

/// <summary>The failed instance was rewound: what failed before runs again.</summary>
public class ExecutionRewoundEvent : HistoryEvent, ISupportsDurableTraceContext
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public ExecutionRewoundEvent(int eventId)
        : this(eventId, null)
    {
    }

    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="reason">Why.</param>
    public ExecutionRewoundEvent(int eventId, string? reason)
        : base(eventId)
    {
        Reason = reason;
    }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>The id of the instance.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The execution of the parent that rewound it.</summary>
    public string? ParentExecutionId { get; set; }

    /// <summary>The trace that it belongs to.</summary>
    public DistributedTraceContext? ParentTraceContext { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionRewound;
}
