using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts.Content;
using Swarm.Core.Json;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Content;

/// <summary>
/// Documents of a run that may be large. A small one lies in its row; a large one lies with the other large values,
/// kept as long as the run, and its row says where.
/// </summary>
public sealed class LargeDocuments(SwarmTables tables, ContentValues content)
{
    private const string ContentProperty = "Content";

    /// <summary>A row of the run that holds the document, or says where it is.</summary>
    /// <exception cref="ContentRefusedException">It is large, and there is no room for it.</exception>
    public async Task<TableEntity> ToRowAsync<T>(
        string runId, string rowKey, T document, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(document, type);
        if (json.Length <= ContentReference.InlineMaxBytes)
        {
            return Documents.ToRow(runId, rowKey, document, type);
        }

        var reference = await content.PutAsync(runId, json, ContentType.Json, cancellation);
        return new TableEntity(runId, rowKey)
        {
            [ContentProperty] = JsonSerializer.Serialize(reference, CoreJsonContext.Default.ContentReference),
        };
    }

    /// <summary>The document of a row, wherever it lies; null when there is no such row.</summary>
    public async Task<T?> FindAsync<T>(
        string runId, string rowKey, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        if (await tables.Runs.FindAsync(runId, rowKey, cancellation) is not { } row)
        {
            return null;
        }

        if (row.GetString(ContentProperty) is not { } where)
        {
            return Documents.Read(row, type);
        }

        var reference = JsonSerializer.Deserialize(where, CoreJsonContext.Default.ContentReference)!;
        return (await content.ReadAsync(reference, cancellation)).Deserialize(type);
    }
}
