using System.Text.Json;

namespace Swarm.Functions.Orchestrations;

/// <summary>What a node has printed, read as JSON.</summary>
/// <param name="Output">As much of its output as fits into a history; null when it printed no JSON.</param>
/// <param name="Failure">Why it is no JSON; null when it is.</param>
public sealed record ValueRead(JsonElement? Output, string? Failure);
