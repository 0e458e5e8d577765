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
}
