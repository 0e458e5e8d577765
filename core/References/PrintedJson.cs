using System.Text.Json;

namespace Swarm.Core.References;

/// <summary>Reads what a program printed as JSON.</summary>
public static class PrintedJson
{
    /// <summary>Deeper values are refused.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth };

    /// <summary>The value, or null when the text is no single JSON value.</summary>
    public static JsonElement? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, s_options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The JSON object in a text: the whole text, or what stands between its first and last brace, as tools like to put
    /// words and fences around it. Null when there is none.
    /// </summary>
    public static JsonElement? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (start, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        return Read(text) ?? (start >= 0 && end > start ? Read(text[start..(end + 1)]) : null);
    }
}
