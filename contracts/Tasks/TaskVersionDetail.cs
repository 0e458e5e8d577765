namespace Swarm.Contracts.Tasks;

/// <summary>A version of a task.</summary>
public sealed record TaskVersionDetail
{
    /// <summary>Counted from 1.</summary>
    public required int Version { get; init; }

    /// <summary>What the task asked for.</summary>
    public required TaskSpec Task { get; init; }

    /// <summary>Why the version was made; null for the first.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }
}
