using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>An instance as it is stored.</summary>
public sealed record InstanceRecord
{
    /// <summary>What tells it from every other instance there ever was, also of the same id.</summary>
    public required long Key { get; init; }

    /// <summary>Its id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The name of its orchestrator.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; empty when unversioned.</summary>
    public required string Version { get; init; }

    /// <summary>Its status.</summary>
    public required OrchestrationRuntimeStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null if it has not.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How often it has continued as new.</summary>
    public int Generation { get; init; }

    /// <summary>How many turns the history of this generation has.</summary>
    public int Turns { get; init; }

    /// <summary>When it must be woken: its earliest timer, or its start if that is still to come.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Whether a restart must wake it: activities are running, or it has yet to start.</summary>
    public bool MustRecover { get; init; }

    /// <summary>The orchestration that called it.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>The trace that it belongs to (W3C traceparent).</summary>
    public string? TraceParent { get; init; }

    /// <summary>Its tags, encoded; null if it has none.</summary>
    public byte[]? Tags { get; init; }

    /// <summary>Its input as text; null also if it was not read.</summary>
    public string? Input { get; init; }

    /// <summary>Its output as text; null also if it was not read.</summary>
    public string? Output { get; init; }

    /// <summary>Its custom status as text; null also if it was not read.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>How it failed, encoded; null also if it was not read.</summary>
    public byte[]? Failure { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => CompletedAt is not null;
}
