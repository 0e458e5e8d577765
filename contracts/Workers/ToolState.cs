namespace Swarm.Contracts.Workers;

/// <summary>How a tool of a worker is.</summary>
public sealed record ToolState
{
    /// <summary>The tool's name, such as <c>claude-code</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its version in its own words; null if it tells none.</summary>
    public string? Version { get; init; }

    /// <summary>True when it can work now but for being parked.</summary>
    public bool Healthy { get; init; }

    /// <summary>The models that it offers; empty if it does not tell.</summary>
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>Until when its quota is used up; null when it is not parked.</summary>
    public DateTimeOffset? ParkedUntil { get; init; }

    /// <summary>Why it cannot work now, in words; null if it can.</summary>
    public string? Reason { get; init; }
}
