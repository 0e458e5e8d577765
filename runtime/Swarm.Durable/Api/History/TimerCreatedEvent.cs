namespace Swarm.Durable.Core.History;

/// <summary>A timer was made.</summary>
public class TimerCreatedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public TimerCreatedEvent(int eventId)
        : base(eventId)
    {
    }

    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="fireAt">When it is due.</param>
    public TimerCreatedEvent(int eventId, DateTime fireAt)
        : base(eventId)
    {
        FireAt = fireAt;
    }

    /// <summary>When it is due.</summary>
    public DateTime FireAt { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.TimerCreated;
}
