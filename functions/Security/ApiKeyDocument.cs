namespace Swarm.Functions.Security;

/// <summary>What is stored of an API key, under its hash.</summary>
/// <param name="Role">What it allows.</param>
/// <param name="Name">Whom it stands for.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ApiKeyDocument(Role Role, string Name, DateTimeOffset CreatedAt);
