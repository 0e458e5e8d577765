using System.Text.Json;

namespace Swarm.Core.Documents;

/// <summary>A value of a YAML or JSON document, and where it stands.</summary>
internal abstract class DocumentNode(SourcePosition position, string pointer)
{
    public SourcePosition Position { get; } = position;

    /// <summary>Where in the document, as a JSON pointer.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>How many values it holds, itself included; aliases count in full.</summary>
    public abstract int Weight { get; }

    /// <summary>How many levels it has: 1 for a single value.</summary>
    public abstract int Height { get; }

    /// <summary>What was found, in words: "the number 5", "a list".</summary>
    public abstract string Description { get; }

    public abstract void WriteTo(Utf8JsonWriter writer);

    public JsonElement ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            WriteTo(writer);
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }
}
