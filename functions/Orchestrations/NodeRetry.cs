namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to tell that an attempt failed and another follows.</summary>
/// <param name="Failed">The attempt that failed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Delay">How long the next one is waited for.</param>
public sealed record NodeRetry(NodeAttempt Failed, string? Reason, TimeSpan Delay);
