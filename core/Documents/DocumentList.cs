using System.Text.Json;

namespace Swarm.Core.Documents;

/// <summary>A list.</summary>
internal sealed class DocumentList(SourcePosition position, string pointer, IReadOnlyList<DocumentNode> items)
    : DocumentNode(position, pointer)
{
    public IReadOnlyList<DocumentNode> Items { get; } = items;

    public override int Weight { get; } = 1 + items.Sum(i => i.Weight);

    public override int Height { get; } = 1 + items.Select(i => i.Height).DefaultIfEmpty().Max();

    public override string Description => "a list";

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
