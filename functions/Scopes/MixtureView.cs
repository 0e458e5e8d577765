using System.Text.Json;

namespace Swarm.Functions.Scopes;

/// <summary>What a mixture puts out; see <see cref="Core.Workflows.MixtureOutput"/>.</summary>
internal sealed record MixtureView(
    JsonElement? Value, string? Winner, int Answers, IReadOnlyDictionary<string, JsonElement> Votes);
