using System.Text.Json;

namespace Swarm.Core.Patterns;

/// <summary>What was chosen of several answers, or why nothing could be.</summary>
/// <param name="Winner">The expert whose answer it is; null when nothing could be chosen.</param>
/// <param name="Votes">By expert, what was counted or compared.</param>
/// <param name="Failure">Why nothing could be chosen; null when something was.</param>
public sealed record Choice(string? Winner, IReadOnlyDictionary<string, JsonElement> Votes, string? Failure);
