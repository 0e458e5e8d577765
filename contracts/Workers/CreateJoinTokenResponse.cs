namespace Swarm.Contracts.Workers;

/// <summary>A token with which one worker may join, once.</summary>
/// <param name="Token">The token; it is told only here.</param>
/// <param name="ExpiresAt">When it ends, one hour after it was made.</param>
public sealed record CreateJoinTokenResponse(string Token, DateTimeOffset ExpiresAt);
