using System.Collections.Immutable;

namespace Swarm.Durable;

/// <summary>How a new instance is started.</summary>
public record class StartOrchestrationOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="InstanceId">The id of the instance; a new one if null.</param>
    /// <param name="StartAt">When it starts; at once if null.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>Copies options.</summary>
    /// <param name="options">The original.</param>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The id of the instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When it starts.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Tags of the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary.Create<string, string>();

    /// <summary>The version of the instance; the client's default if not given.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>The statuses of an existing instance of this id in which the start is refused.</summary>
    /// <value>Null refuses it while the existing one has not ended; an ended one is replaced.</value>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
