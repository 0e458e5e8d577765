namespace Swarm.Contracts.Workers;

/// <summary>What a worker need not fetch or load first; the allocator prefers it for work that uses it.</summary>
public sealed record WarmReport
{
    /// <summary>Repositories that it has fetched, as work items name them.</summary>
    public IReadOnlyList<string> Repositories { get; set; } = [];

    /// <summary>Conversations that it can go on with.</summary>
    public IReadOnlyList<string> Sessions { get; set; } = [];

    /// <summary>Models that are loaded.</summary>
    public IReadOnlyList<string> Models { get; set; } = [];
}
