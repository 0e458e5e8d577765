namespace Swarm.WorkerAgent.Policies;

/// <summary>The owner does not allow something.</summary>
/// <param name="Reason">Why, in words; they name the part of his policy.</param>
/// <param name="Until">When it will be allowed; null for never.</param>
internal sealed record Refusal(string Reason, DateTimeOffset? Until = null);
