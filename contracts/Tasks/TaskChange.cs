using System.Text.Json;

namespace Swarm.Contracts.Tasks;

/// <summary>A field that differs between two versions of a task.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Before">What the one version has; null for nothing.</param>
/// <param name="After">What the other has; null for nothing.</param>
public sealed record TaskChange(string Field, JsonElement? Before, JsonElement? After);
