using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Core.Json;

namespace Swarm.Core.Content;

/// <summary>Claim checks where a JSON value would stand.</summary>
public static class ClaimChecks
{
    private const string RefProperty = "$ref";

    public static JsonElement ToJson(ContentReference reference) =>
        JsonSerializer.SerializeToElement(reference, CoreJsonContext.Default.ContentReference);

    /// <summary>Whether a value is a claim check or would be taken for one.</summary>
    public static bool IsOne(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty(RefProperty, out var reference)
        && reference.ValueKind == JsonValueKind.String
        && reference.GetString()!.StartsWith(ContentReference.Scheme, StringComparison.Ordinal);

    /// <summary>The claim check that a value is; null for any other value.</summary>
    public static ContentReference? Find(JsonElement value) =>
        IsOne(value) ? value.Deserialize(CoreJsonContext.Default.ContentReference) : null;
}
