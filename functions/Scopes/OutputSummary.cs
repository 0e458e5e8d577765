using System.Text.Json;

namespace Swarm.Functions.Scopes;

/// <summary>
/// What of an output goes into histories and rows of nodes: all of it when it is small, else the fields that fit, in
/// order.
/// </summary>
internal static class OutputSummary
{
    public const int MaxChars = 2_000;

    public static JsonElement? Of(JsonElement output)
    {
        if (output.GetRawText().Length <= MaxChars)
        {
            return output;
        }

        if (output.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var left = MaxChars;
        var fields = new Dictionary<string, JsonElement>();
        foreach (var field in output.EnumerateObject())
        {
            var size = field.Name.Length + field.Value.GetRawText().Length;
            if (size <= left)
            {
                left -= size;
                fields[field.Name] = field.Value;
            }
        }

        return JsonSerializer.SerializeToElement(fields, ScopesJsonContext.Default.DictionaryStringJsonElement);
    }
}
