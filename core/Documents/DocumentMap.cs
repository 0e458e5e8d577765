using System.Text.Json;

namespace Swarm.Core.Documents;

/// <summary>A map; its keys are unique and in the order of the file.</summary>
internal sealed class DocumentMap(SourcePosition position, string pointer, IReadOnlyList<DocumentEntry> entries)
    : DocumentNode(position, pointer)
{
    public IReadOnlyList<DocumentEntry> Entries { get; } = entries;

    public override int Weight { get; } = 1 + entries.Sum(e => e.Value.Weight);

    public override int Height { get; } = 1 + entries.Select(e => e.Value.Height).DefaultIfEmpty().Max();

    public override string Description => "a map";

    public DocumentEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var entry in Entries)
        {
            writer.WritePropertyName(entry.Key);
            entry.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
