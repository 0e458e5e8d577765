using System.Text.Json;

namespace Swarm.Functions.Scopes;

/// <summary>Some of the items that a node runs for, in order.</summary>
public sealed record ListChunkDocument(IReadOnlyList<JsonElement> Items);
