namespace Swarm.Embedded.Worker;

/// <summary>Where an invocation stands in the host's retries. The embedded host itself never retries.</summary>
public abstract class RetryContext
{
    /// <summary>How many retries there have been.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How many there can be.</summary>
    public abstract int MaxRetryCount { get; }
}
