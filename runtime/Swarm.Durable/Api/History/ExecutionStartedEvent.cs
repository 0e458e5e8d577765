using Swarm.Durable.Core.Tracing;

namespace Swarm.Durable.Core.History;

/// <summary>The orchestration started.</summary>
public class ExecutionStartedEvent : HistoryEvent, ISupportsDurableTraceContext
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="input">What was given.</param>
    public ExecutionStartedEvent(int eventId, string? input)
        : base(eventId)
    {
        Input = input;
    }

    /// <summary>The name of its orchestrator.</summary>
    public string? Name { get; set; }

    /// <summary>Its version.</summary>
    public string? Version { get; set; }

    /// <summary>Its input.</summary>
    public string? Input { get; set; }

    /// <summary>The orchestration that called it.</summary>
    public ParentInstance? ParentInstance { get; set; }

    /// <summary>How often it has continued as new.</summary>
    public int? Generation { get; set; }

    /// <summary>Its tags.</summary>
    public IDictionary<string, string>? Tags { get; set; }

    /// <summary>The trace that it belongs to.</summary>
    public DistributedTraceContext? ParentTraceContext { get; set; }

    /// <summary>Which execution of which instance it is.</summary>
#pragma warning disable CA1051 // The real type has a field.
    public OrchestrationInstance? OrchestrationInstance;
#pragma warning restore CA1051

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionStarted;
}
