namespace Swarm.Durable.Core.History;

/// <summary>A sub-orchestration was called.</summary>
public class SubOrchestrationInstanceCreatedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public SubOrchestrationInstanceCreatedEvent(int eventId)
        : base(eventId)
    {
    }

    /// <summary>The name of its orchestrator.</summary>
    public string? Name { get; set; }

    /// <summary>Its version.</summary>
    public string? Version { get; set; }

    /// <summary>Its id.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Its input.</summary>
    public string? Input { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.SubOrchestrationInstanceCreated;
}
