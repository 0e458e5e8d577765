using System.Runtime.InteropServices;
using System.Text.Json.Serialization.Metadata;
using Azure;

namespace Swarm.Functions.Storage;

/// <summary>
/// Documents as they were read or written last, by the version of their row: a request often reads one several times,
/// and to read the JSON costs more than all else about a row. A row never has the same version again with another
/// document, so nothing here can be out of date; documents are never changed, so whoever asks gets the same one. In two
/// halves: what is used is in the young one, and when that is full, it becomes the old one and what was in that is
/// forgotten.
/// </summary>
internal sealed class ParsedDocuments
{
    /// <summary>Both halves together hold twice as many.</summary>
    private const int MaxDocuments = 4_000;

    /// <summary>Of JSON, in either half.</summary>
    private const int MaxChars = 4_000_000;

    private readonly Lock _lock = new();
    private Dictionary<Key, Parsed> _young = [];
    private Dictionary<Key, Parsed> _old = [];
    private int _youngChars;

    /// <summary>The document that a row holds.</summary>
    public Stored<T> Read<T>(TableEntity row, JsonTypeInfo<T> type)
    {
        var key = new Key(row.PartitionKey, row.RowKey);
        if (Find(key) is { } known && known.ETag == row.ETag && known.Document is T document)
        {
            return new Stored<T>(document, row.ETag);
        }

        document = Documents.Read(row, type);
        Keep(row, row.ETag, document);
        return new Stored<T>(document!, row.ETag);
    }

    /// <summary>Keeps the document that a row holds under a version.</summary>
    public void Keep(TableEntity row, ETag version, object? document)
    {
        // Those of several properties are large, and rare.
        if (document is null || row.ContainsKey("D1"))
        {
            return;
        }

        var parsed = new Parsed(version, document, row.GetString("D0").Length);
        lock (_lock)
        {
            Keep_NeedsLock(new Key(row.PartitionKey, row.RowKey), parsed);
        }
    }

    private Parsed? Find(Key key)
    {
        lock (_lock)
        {
            if (!_young.TryGetValue(key, out var known) && _old.Remove(key, out known))
            {
                Keep_NeedsLock(key, known);
            }

            return known;
        }
    }

    private void Keep_NeedsLock(Key key, Parsed parsed)
    {
        if (_young.Remove(key, out var before))
        {
            _youngChars -= before.Chars;
        }

        if (_young.Count >= MaxDocuments || _youngChars + parsed.Chars > MaxChars)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
            _youngChars = 0;
        }

        _young.Add(key, parsed);
        _youngChars += parsed.Chars;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(string PartitionKey, string RowKey);

    private sealed record Parsed(ETag ETag, object Document, int Chars);
}
