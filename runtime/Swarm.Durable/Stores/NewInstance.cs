namespace Swarm.Durable.Stores;

/// <summary>An instance to be created.</summary>
public sealed record NewInstance
{
    /// <summary>Its id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The name of its orchestrator.</summary>
    public required string Name { get; init; }

    /// <summary>Its version; empty when unversioned.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>Its input as text.</summary>
    public string? Input { get; init; }

    /// <summary>Its tags, encoded; null if it has none.</summary>
    public byte[]? Tags { get; init; }

    /// <summary>The orchestration that called it.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it starts; at once if null.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The trace that it belongs to (W3C traceparent).</summary>
    public string? TraceParent { get; init; }
}
