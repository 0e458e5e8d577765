using System.Text.Json;
using System.Text.RegularExpressions;

namespace Swarm.Tests.Core.Schemas;

/// <summary>
/// Checks a value against the part of JSON Schema that the published schemas use; a keyword that is not known here
/// throws, so that none goes unchecked.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private static readonly string[] s_words = ["$schema", "$id", "title", "description", "$defs"];

    /// <summary>What is wrong with the value, by its place; empty when it is valid.</summary>
    public static IReadOnlyList<string> Find(JsonElement schema, JsonElement value) =>
        [.. new SchemaCheck(schema).Check(schema, value, "")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string at)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True ? [] : [$"{at}: nothing is allowed here"];
        }

        return schema.EnumerateObject().SelectMany(keyword => CheckKeyword(schema, keyword, value, at));
    }

    private IEnumerable<string> CheckKeyword(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        var expected = keyword.Value;
        switch (keyword.Name)
        {
            case var word when s_words.Contains(word):
                return [];
            case "$ref":
                return Check(Follow(expected.GetString()!), value, at);
            case "type":
                string[] types = expected.ValueKind == JsonValueKind.Array
                    ? [.. expected.EnumerateArray().Select(type => type.GetString()!)]
                    : [expected.GetString()!];
                return Demand(types.Any(type => IsOf(value, type)), $"{at}: is no {string.Join(" or ", types)}");
            case "const":
                return Demand(JsonElement.DeepEquals(value, expected), $"{at}: is not {expected}");
            case "enum":
                return Demand(
                    expected.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
                    $"{at}: not one of {expected}");
            case "anyOf":
                return Demand(
                    expected.EnumerateArray().Any(one => !Check(one, value, at).Any()), $"{at}: fits none of anyOf");
            case "oneOf":
                return Demand(
                    expected.EnumerateArray().Count(one => !Check(one, value, at).Any()) == 1,
                    $"{at}: fits not exactly one of oneOf");
            default:
                return value.ValueKind switch
                {
                    JsonValueKind.Object => CheckObject(schema, keyword, value, at),
                    JsonValueKind.Array => CheckArray(keyword, value, at),
                    _ => CheckScalar(keyword, value, at),
                };
        }
    }

    private IEnumerable<string> CheckObject(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        var expected = keyword.Value;
        var count = value.EnumerateObject().Count();
        switch (keyword.Name)
        {
            case "required":
                return expected.EnumerateArray()
                    .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                    .Select(name => $"{at}/{name}: is missing");
            case "properties":
                return value.EnumerateObject()
                    .Where(p => expected.TryGetProperty(p.Name, out _))
                    .SelectMany(p => Check(expected.GetProperty(p.Name), p.Value, $"{at}/{p.Name}"));
            case "additionalProperties":
                var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
                return value.EnumerateObject()
                    .Where(p => known.ValueKind != JsonValueKind.Object || !known.TryGetProperty(p.Name, out _))
                    .SelectMany(p => Check(expected, p.Value, $"{at}/{p.Name}"));
            case "propertyNames":
                return value.EnumerateObject().SelectMany(p =>
                    Check(expected, JsonSerializer.SerializeToElement(p.Name), $"{at}/{p.Name} (name)"));
            case "minProperties":
                return Demand(count >= expected.GetInt32(), $"{at}: too few fields");
            case "maxProperties":
                return Demand(count <= expected.GetInt32(), $"{at}: too many fields");
            default:
                return Other(keyword);
        }
    }

    private IEnumerable<string> CheckArray(JsonProperty keyword, JsonElement value, string at) => keyword.Name switch
    {
        "items" => value.EnumerateArray().SelectMany((item, i) => Check(keyword.Value, item, $"{at}/{i}")),
        "minItems" => Demand(value.GetArrayLength() >= keyword.Value.GetInt32(), $"{at}: too few items"),
        "maxItems" => Demand(value.GetArrayLength() <= keyword.Value.GetInt32(), $"{at}: too many items"),
        _ => Other(keyword),
    };

    private static IEnumerable<string> CheckScalar(JsonProperty keyword, JsonElement value, string at)
    {
        var (expected, isText) = (keyword.Value, value.ValueKind == JsonValueKind.String);
        var isNumber = value.ValueKind == JsonValueKind.Number;
        return keyword.Name switch
        {
            "pattern" => Demand(
                !isText || Regex.IsMatch(value.GetString()!, expected.GetString()!, RegexOptions.NonBacktracking),
                $"{at}: has not the form {expected}"),
            "minLength" => Demand(!isText || value.GetString()!.Length >= expected.GetInt32(), $"{at}: too short"),
            "maxLength" => Demand(!isText || value.GetString()!.Length <= expected.GetInt32(), $"{at}: too long"),
            "minimum" => Demand(!isNumber || value.GetDouble() >= expected.GetDouble(), $"{at}: too small"),
            "maximum" => Demand(!isNumber || value.GetDouble() <= expected.GetDouble(), $"{at}: too large"),
            _ => Other(keyword),
        };
    }

    /// <summary>A keyword for another type of value says nothing.</summary>
    private static IEnumerable<string> Other(JsonProperty keyword) => keyword.Name is "required" or "properties"
        or "additionalProperties" or "propertyNames" or "minProperties" or "maxProperties" or "items" or "minItems"
        or "maxItems" or "pattern" or "minLength" or "maxLength" or "minimum" or "maximum"
            ? []
            : throw new NotSupportedException($"The keyword '{keyword.Name}' is not known here.");

    private JsonElement Follow(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (element, name) => element.GetProperty(name));

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private static IEnumerable<string> Demand(bool holds, string problem) => holds ? [] : [problem];
}
