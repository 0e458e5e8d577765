namespace Swarm.Durable;

/// <summary>Decides whether a failed task is tried again.</summary>
/// <param name="retryContext">What failed, and how often.</param>
/// <returns>True to try again at once.</returns>
public delegate bool RetryHandler(RetryContext retryContext);
