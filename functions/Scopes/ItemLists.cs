using System.Text.Json;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Scopes;

/// <summary>The lists that nodes run for. A list is stored when its node begins and never changes.</summary>
public sealed class ItemLists(SwarmTables tables, LargeDocuments documents)
{
    /// <summary>Items in one row, or in one large value that the row refers to.</summary>
    private const int ChunkSize = 200;

    /// <summary>Stores a list; storing it again changes nothing, as it follows from rows that do not change.</summary>
    /// <param name="node">The node that runs for it.</param>
    /// <param name="items">The items; null for copies.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task StoreAsync(
        NodeRun node, IReadOnlyList<JsonElement>? items, int count, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        var (runId, place) = (node.Run.RunId, node.Place());
        foreach (var (chunk, number) in (items ?? []).Chunk(ChunkSize).Select((chunk, i) => (chunk, i)))
        {
            var row = await documents.ToRowAsync(
                runId,
                ScopeRows.ListChunk(place, number),
                new ListChunkDocument(chunk),
                ScopesJsonContext.Default.ListChunkDocument,
                cancellation);
            await tables.Runs.UpsertAsync(row, cancellation);
        }

        await tables.Runs.UpsertAsync(
            Documents.ToRow(
                runId,
                ScopeRows.List(place),
                new ListDocument(count, IsCopies: items is null),
                ScopesJsonContext.Default.ListDocument),
            cancellation);
    }

    /// <summary>How many items there are.</summary>
    public async Task<ListDocument> HeadAsync(string runId, string place, CancellationToken cancellation)
    {
        var type = ScopesJsonContext.Default.ListDocument;
        var head = await tables.Runs.FindAsync(runId, ScopeRows.List(place), type, cancellation);
        return head?.Document ?? throw Missing(runId, ScopeRows.List(place));
    }

    /// <summary>One item; a copy has its number.</summary>
    public async Task<JsonElement> ItemAsync(NodeRun item, int index, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var runId = item.Run.RunId;
        var place = (item with { Item = null }).Place();
        if ((await HeadAsync(runId, place, cancellation)).IsCopies)
        {
            return JsonSerializer.SerializeToElement(index, ScopesJsonContext.Default.Int32);
        }

        var row = ScopeRows.ListChunk(place, index / ChunkSize);
        var type = ScopesJsonContext.Default.ListChunkDocument;
        var chunk = await documents.FindAsync(runId, row, type, cancellation);
        return chunk?.Items[index % ChunkSize] ?? throw Missing(runId, row);
    }

    private static InvalidOperationException Missing(string runId, string row) =>
        new($"Run '{runId}' has no row '{row}'. It was probably deleted while it ran.");
}
