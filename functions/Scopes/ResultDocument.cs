using System.Text.Json;

namespace Swarm.Functions.Scopes;

/// <summary>What a node has put out that is no work for a worker.</summary>
public sealed record ResultDocument(JsonElement Output);
