namespace Swarm.Contracts.Runs;

/// <summary>
/// Asks to retry a run that has failed or was stopped: what has completed keeps its results, the rest runs.
/// </summary>
public sealed record RetryRunRequest
{
    /// <summary>
    /// The attempt that has ended, as the caller saw it. The run is retried once for each, however often it is asked.
    /// </summary>
    /// <value>The run's last attempt by default; then a request while it is being retried changes nothing.</value>
    public int? Attempt { get; init; }

    /// <summary>Why, for the run's history.</summary>
    public string? Reason { get; init; }
}
