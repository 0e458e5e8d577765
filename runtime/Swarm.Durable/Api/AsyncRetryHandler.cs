namespace Swarm.Durable;

/// <summary>Decides whether a failed task is tried again; it may await durable timers of the context before.</summary>
/// <param name="retryContext">What failed, and how often.</param>
/// <returns>True to try again at once.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
