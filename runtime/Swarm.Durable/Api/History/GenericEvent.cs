namespace Swarm.Durable.Core.History;

/// <summary>Something that has no kind of its own happened.</summary>
public class GenericEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="data">What happened.</param>
    public GenericEvent(int eventId, string? data)
        : base(eventId)
    {
        Data = data;
    }

    /// <summary>What happened.</summary>
#pragma warning disable CA1051 // The real type has a field.
    public string? Data;
#pragma warning restore CA1051

    /// <inheritdoc/>
    public override EventType EventType => EventType.GenericEvent;
}
