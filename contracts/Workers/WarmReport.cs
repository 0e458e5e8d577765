namespace Swarm.Contracts.Workers;

/// <summary>What a worker need not fetch or load first; the allocator prefers it for work that uses it.</summary>
public sealed record WarmReport
{
    /// <summary>Repositories that it has fetched, as work items name them.</summary>
    public IReadOnlyList<string> Repositories { get; set; } = [];

    /// <summary>Conversations that it can go on with, each as <see cref="SessionOf"/> names it.</summary>
    public IReadOnlyList<string> Sessions { get; set; } = [];

    /// <summary>Models that are loaded.</summary>
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>The name of a conversation beyond its run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="session">Its name within the run.</param>
    public static string SessionOf(string runId, string session) => $"{runId}/{session}";
}
