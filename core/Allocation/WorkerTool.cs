namespace Swarm.Core.Allocation;

/// <summary>A tool that a worker has.</summary>
public sealed record WorkerTool
{
    public required string Name { get; init; }

    /// <summary>Null when it does not say.</summary>
    public ToolVersion? Version { get; init; }

    /// <summary>Null when it was not checked.</summary>
    public bool? IsHealthy { get; init; }

    /// <summary>What is wrong with it, in words.</summary>
    public string? Problem { get; init; }

    /// <summary>Until when its quota is used up.</summary>
    public DateTimeOffset? ParkedUntil { get; init; }
}
