namespace Swarm.Cli.Processes;

/// <summary>How patiently a process of ours is started again, and ended.</summary>
internal sealed record SupervisorOptions
{
    public TimeSpan ReadyLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a last life may take to begin its cleaning up.</summary>
    public TimeSpan CleanUpLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause before a new start; it doubles with each death up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A life of this length makes the next death a first one again.</summary>
    public TimeSpan GoodLife { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>So many deaths without a good life between them, and we give up.</summary>
    public int MaxDeaths { get; init; } = 8;
}
