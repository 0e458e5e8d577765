using System.Text.Json;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>Reads from JSON whose shape is another's: what is missing or of another kind is null.</summary>
internal static class Json
{
    public static JsonElement Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : default;

    public static string? Text(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Number(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value)
            ? value
            : null;

    public static decimal? Decimal(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value)
            ? value
            : null;

    public static bool IsTrue(this JsonElement element, string name) =>
        element.Child(name).ValueKind == JsonValueKind.True;

    /// <summary>The items of an array; none of anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>Whether there is a value that is not null.</summary>
    public static bool Has(this JsonElement element, string name) =>
        element.Child(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A number of seconds since 1970, as an instant.</summary>
    public static DateTimeOffset? Instant(this JsonElement element, string name) =>
        element.Number(name) is >= 0 and <= 253_402_300_799 and { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
