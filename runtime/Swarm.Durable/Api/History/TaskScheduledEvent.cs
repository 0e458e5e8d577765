using Swarm.Durable.Core.Tracing;

namespace Swarm.Durable.Core.History;

/// <summary>An activity was called.</summary>
public class TaskScheduledEvent : HistoryEvent, ISupportsDurableTraceContext
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public TaskScheduledEvent(int eventId)
        : base(eventId)
    {
    }

    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="name">The name.</param>
    /// <param name="version">The version.</param>
    /// <param name="input">What was given.</param>
    public TaskScheduledEvent(int eventId, string name, string? version = null, string? input = null)
        : base(eventId)
    {
        Name = name;
        Version = version;
        Input = input;
    }

    /// <summary>The name of the activity.</summary>
    public string? Name { get; set; }

    /// <summary>Its version.</summary>
    public string? Version { get; set; }

    /// <summary>Its input.</summary>
    public string? Input { get; set; }

    /// <summary>The trace that it belongs to.</summary>
    public DistributedTraceContext? ParentTraceContext { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.TaskScheduled;
}
