namespace Swarm.Cli.Events;

/// <summary>How long a feed waits for what.</summary>
internal sealed record FeedOptions
{
    /// <summary>The first pause after a lost connection; it doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A stream so long silent is opened again; a half-open connection would look the same.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A control plane that does not come back within this time is given up.</summary>
    public TimeSpan AbsenceLimit { get; init; } = TimeSpan.FromMinutes(15);
}
