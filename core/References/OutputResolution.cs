using System.Text.Json;

namespace Swarm.Core.References;

/// <summary>Either what a workflow puts out, or why it cannot be told.</summary>
public sealed record OutputResolution(JsonElement? Output, string? Failure);
