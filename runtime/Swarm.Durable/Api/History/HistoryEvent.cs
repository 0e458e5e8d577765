using System.Runtime.Serialization;

namespace Swarm.Durable.Core.History;

/// <summary>Something that happened to an orchestration.</summary>
public abstract class HistoryEvent : IExtensibleDataObject
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    protected HistoryEvent(int eventId) => EventId = eventId;

    /// <summary>The number of what was decided, to which its result refers; -1 for what came in.</summary>
    public int EventId { get; }

    /// <summary>Whether it was played before. Events that a client reads were not.</summary>
    public bool IsPlayed { get; set; }

    /// <summary>When it happened.</summary>
    public DateTime Timestamp { get; set; }

    /// <summary>The kind of event.</summary>
    public virtual EventType EventType { get; }

    /// <inheritdoc/>
    public ExtensionDataObject? ExtensionData { get; set; }
}
