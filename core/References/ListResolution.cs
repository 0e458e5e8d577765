using System.Text.Json;

namespace Swarm.Core.References;

/// <summary>Either the items of a list, or why there is none.</summary>
public sealed record ListResolution(IReadOnlyList<JsonElement>? Items, string? Failure);
