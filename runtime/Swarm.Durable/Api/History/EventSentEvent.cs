namespace Swarm.Durable.Core.History;

/// <summary>An event was sent to another instance.</summary>
public class EventSentEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public EventSentEvent(int eventId)
        : base(eventId)
    {
    }

    /// <summary>The id of the receiver.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Its payload.</summary>
    public string? Input { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.EventSent;
}
