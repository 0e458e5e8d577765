namespace Swarm.Functions.Scopes;

/// <summary>What a node runs for.</summary>
/// <param name="Count">How many items there are.</param>
/// <param name="IsCopies">True when the items are nothing but numbers, and none is stored.</param>
public sealed record ListDocument(int Count, bool IsCopies);
