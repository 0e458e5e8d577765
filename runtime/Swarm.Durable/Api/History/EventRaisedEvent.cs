using Swarm.Durable.Core.Tracing;

namespace Swarm.Durable.Core.History;

/// <summary>An event came from outside.</summary>
public class EventRaisedEvent : HistoryEvent, ISupportsDurableTraceContext
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="input">What was given.</param>
    public EventRaisedEvent(int eventId, string? input)
        : base(eventId)
    {
        Input = input;
    }

    /// <summary>Its payload.</summary>
    public string? Input { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>The trace that it belongs to.</summary>
    public DistributedTraceContext? ParentTraceContext { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.EventRaised;
}
