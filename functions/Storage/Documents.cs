using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Microsoft.Extensions.Logging;

namespace Swarm.Functions.Storage;

/// <summary>
/// Keeps a document in a row: its JSON in the properties D0, D1, …, because one string property holds 32 K characters
/// at most. Properties that queries filter by stand beside it.
/// </summary>
public static class Documents
{
    /// <summary>Characters in one property: below the 32 K of the table service.</summary>
    public const int MaxCharsPerProperty = 30_000;

    /// <summary>Characters in one document: the service's 1 MiB per row is counted in UTF-16.</summary>
    public const int MaxChars = 480_000;

    /// <summary>A row that holds <paramref name="document"/>.</summary>
    /// <exception cref="DocumentTooLargeException">It does not fit into a row.</exception>
    public static TableEntity ToRow<T>(
        string partitionKey, string rowKey, T document, JsonTypeInfo<T> type, ETag etag = default)
    {
        var json = JsonSerializer.Serialize(document, type);
        if (json.Length > MaxChars)
        {
            throw new DocumentTooLargeException(partitionKey, rowKey, json.Length);
        }

        var row = new TableEntity(partitionKey, rowKey);
        if (etag != default)
        {
            row.ETag = etag;
        }

        var part = 0;
        for (var start = 0; start < json.Length; start += MaxCharsPerProperty)
        {
            row[$"D{part++}"] = json.Substring(start, Math.Min(MaxCharsPerProperty, json.Length - start));
        }

        return row;
    }

    /// <summary>The rows with their documents, but for those that hold none that can be read.</summary>
    public static IEnumerable<(TableEntity Row, T Document)> ReadAll<T>(
        IEnumerable<TableEntity> rows, JsonTypeInfo<T> type, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
        {
            T document;
            try
            {
                document = Read(row, type);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                Logs.RowUnreadable(logger, row.PartitionKey, row.RowKey, exception);
                continue;
            }

            yield return (row, document);
        }
    }

    /// <summary>The document that <paramref name="row"/> holds.</summary>
    public static T Read<T>(TableEntity row, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(row);
        var first = row.GetString("D0")
            ?? throw new InvalidOperationException($"Row '{row.PartitionKey}' / '{row.RowKey}' holds no document.");
        if (!row.ContainsKey("D1"))
        {
            return JsonSerializer.Deserialize(first, type)!;
        }

        var json = new StringBuilder(first);
        for (var part = 1; row.TryGetValue($"D{part}", out var value); part++)
        {
            json.Append((string)value);
        }

        return JsonSerializer.Deserialize(json.ToString(), type)!;
    }
}
