using Swarm.Contracts.Statuses;

namespace Swarm.Contracts.Tasks;

/// <summary>A task and where it stands.</summary>
public sealed record TaskDetail
{
    /// <summary>Its id, a lower-case ULID.</summary>
    public required string Id { get; init; }

    /// <summary>What it asks for, in its newest version.</summary>
    public required TaskSpec Task { get; init; }

    /// <summary>The number of that version, counted from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How much is done, 0 to 100.</summary>
    public required int Progress { get; init; }

    /// <summary>Who has broken it down, for its last run; null before that is decided.</summary>
    public TaskDecomposition? Decomposition { get; init; }

    /// <summary>Tasks that it waits for before it begins.</summary>
    public IReadOnlyList<string> WaitsFor { get; set; } = [];

    /// <summary>The run that does it, or did it last; null before its first.</summary>
    public string? RunId { get; init; }

    /// <summary>Why it failed or was cancelled, in words; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Counts its changes; the <c>ETag</c> that <c>If-Match</c> takes holds the same number.</summary>
    public required int Revision { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed or started last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
