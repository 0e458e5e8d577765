namespace Swarm.Core.Workflows;

/// <summary>A question to a person.</summary>
public sealed record CheckpointDefinition
{
    /// <summary>What is asked; may hold references.</summary>
    public required string Question { get; init; }

    /// <summary>How long an answer is waited for.</summary>
    public required TimeSpan ExpiresAfter { get; init; }

    /// <summary>How often the work before it may be done again because of it.</summary>
    public int MaxCorrections { get; init; }

    /// <summary>What holds when nobody has answered by then.</summary>
    public CheckpointExpiry OnExpiry { get; init; }
}
