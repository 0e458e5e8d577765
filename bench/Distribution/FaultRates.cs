namespace Swarm.Bench.Distribution;

/// <summary>How often what goes wrong.</summary>
internal sealed record FaultRates
{
    /// <summary>Nothing goes wrong, and no work takes any time: what is left is the control plane.</summary>
    public static FaultRates None { get; } = new();

    public static FaultRates All { get; } = new()
    {
        LostAnswer = 0.01,
        LostPointer = 0.001,
        DuplicateReport = 0.05,
        DeathEvery = TimeSpan.FromSeconds(30),
        SlowHeartbeat = 0.05,
        LongestSilence = TimeSpan.FromSeconds(75),
        LongWork = 0.02,
        LongestWork = TimeSpan.FromSeconds(6),
    };

    /// <summary>
    /// A worker that does not die, but falls silent for longer than a lease and goes on working: what it reports then
    /// must be refused.
    /// </summary>
    public static FaultRates Stalls { get; } = All with
    {
        DeathEvery = null,
        StalledWork = 0.01,
        StallTime = TimeSpan.FromSeconds(130),
    };

    /// <summary>The share of requests that the control plane handles and whose answer never comes.</summary>
    public double LostAnswer { get; init; }

    /// <summary>The same for polls, whose pointer then lies hidden for half a minute.</summary>
    public double LostPointer { get; init; }

    /// <summary>The share of reports that are sent a second time.</summary>
    public double DuplicateReport { get; init; }

    /// <summary>After how long a life of a worker ends without a word, on average; null for never.</summary>
    public TimeSpan? DeathEvery { get; init; }

    /// <summary>The share of heartbeats that come late.</summary>
    public double SlowHeartbeat { get; init; }

    /// <summary>How late they may be; longer than a lease, so that some are lost.</summary>
    public TimeSpan LongestSilence { get; init; }

    /// <summary>The share of work items that take time.</summary>
    public double LongWork { get; init; }

    public TimeSpan LongestWork { get; init; }

    /// <summary>The share of work items whose worker sends no heartbeat while it does them.</summary>
    public double StalledWork { get; init; }

    public TimeSpan StallTime { get; init; }
}
