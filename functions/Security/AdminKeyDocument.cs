namespace Swarm.Functions.Security;

/// <summary>Which key is the local admin's, so that a new one ends the old one.</summary>
/// <param name="Hash">The hash under which it is stored.</param>
public sealed record AdminKeyDocument(string Hash);
