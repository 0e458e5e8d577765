namespace Swarm.Durable.Core.History;

/// <summary>A timer came due.</summary>
public class TimerFiredEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public TimerFiredEvent(int eventId)
        : base(eventId)
    {
    }

    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="fireAt">When it is due.</param>
    public TimerFiredEvent(int eventId, DateTime fireAt)
        : base(eventId)
    {
        FireAt = fireAt;
    }

    /// <summary>The number of the timer.</summary>
    public int TimerId { get; set; }

    /// <summary>When it was due.</summary>
    public DateTime FireAt { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.TimerFired;
}
