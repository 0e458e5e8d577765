using Microsoft.Extensions.Logging;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Content;

/// <summary>
/// Knows which values there are and which runs refer to them. All rows of a value lie in one partition, so a reference
/// and the state that allows it change together: a value is either referred to or removed, never both.
/// </summary>
/// <remarks>
/// The row comes before the value when that is stored and goes after it when it is removed, so whatever a crash leaves
/// behind has a row by which the sweeper finds it.
/// </remarks>
public sealed class ContentIndex(SwarmTables tables, TimeProvider time, ILogger<ContentIndex> logger)
{
    private const string HeadRow = "head";
    private const string RunPrefix = "run:";

    /// <summary>A value that is asked for often need not be written down each time.</summary>
    private static readonly TimeSpan s_freshFor = TimeSpan.FromHours(1);

    public async Task<ContentDocument?> FindAsync(ContentHash hash, CancellationToken cancellation) =>
        (await HeadAsync(hash, cancellation))?.Document;

    /// <summary>Notes that a value is about to be stored; one that is there stays there.</summary>
    /// <exception cref="ApiProblemException">503: it is being removed just now.</exception>
    public Task<ContentDocument> BeginAsync(ContentHash hash, CancellationToken cancellation) =>
        ChangeAsync(hash, known => known switch
        {
            null => new ContentDocument(ContentState.Uploading, 0, time.GetUtcNow()),
            { State: ContentState.Removing } => throw Removing(hash),
            _ when IsFresh(known) => known,
            _ => known with { TouchedAt = time.GetUtcNow() },
        }, cancellation);

    /// <summary>Notes that a value is there.</summary>
    public Task<ContentDocument> EndAsync(ContentHash hash, long sizeBytes, CancellationToken cancellation) =>
        ChangeAsync(hash, known => known is { State: ContentState.Stored } && IsFresh(known)
            ? known
            : new ContentDocument(ContentState.Stored, sizeBytes, time.GetUtcNow()), cancellation);

    /// <summary>Keeps a value for a run; a repetition changes nothing.</summary>
    /// <returns>The value; null when it is not there.</returns>
    /// <exception cref="ApiProblemException">503: it is being removed just now.</exception>
    public async Task<ContentDocument?> ReferAsync(ContentHash hash, string runId, CancellationToken cancellation)
    {
        var done = await Contention.RetryAsync($"content '{hash}'", TryAsync, cancellation);
        return done.Document;

        async Task<Done?> TryAsync()
        {
            var head = await HeadAsync(hash, cancellation);
            if (head is null or { Document.State: ContentState.Uploading })
            {
                return new Done(null);
            }

            if (head.Document.State == ContentState.Removing)
            {
                throw Removing(hash);
            }

            if (await IsReferredAsync(hash, runId, cancellation))
            {
                return new Done(head.Document);
            }

            var touched = head.Document with { TouchedAt = time.GetUtcNow() };
            var transaction = new TableTransaction(hash.Text);
            transaction.Save(Row(hash, head with { Document = touched }));
            transaction.Upsert(new TableEntity(hash.Text, RunPrefix + runId));
            return await tables.Content.CommitAsync(transaction, cancellation) ? new Done(touched) : null;
        }
    }

    /// <summary>Whether a run refers to a value.</summary>
    public async Task<bool> IsReferredAsync(ContentHash hash, string runId, CancellationToken cancellation) =>
        await tables.Content.FindAsync(hash.Text, RunPrefix + runId, cancellation) is not null;

    /// <summary>The runs that refer to a value, at most <paramref name="max"/>.</summary>
    public async Task<IReadOnlyList<string>> RunsOfAsync(ContentHash hash, int max, CancellationToken cancellation)
    {
        var rows = await tables.Content.QueryAsync(Filters.Prefix(hash.Text, RunPrefix), max, cancellation);
        return [.. rows.Select(row => row.RowKey[RunPrefix.Length..])];
    }

    /// <summary>A run does not need a value any more.</summary>
    public Task ReleaseAsync(ContentHash hash, string runId, CancellationToken cancellation) =>
        tables.Content.DeleteAsync(hash.Text, RunPrefix + runId, cancellation);

    /// <summary>Values that nobody has touched since, in the order of their hashes.</summary>
    public async Task<IReadOnlyList<(ContentHash Hash, Stored<ContentDocument> Head)>> UntouchedAsync(
        DateTimeOffset since, string afterHash, int max, CancellationToken cancellation)
    {
        var rows = await tables.Content.QueryAsync(
            Filters.UntouchedSince(HeadRow, since, afterHash), max, cancellation);
        var found = new List<(ContentHash, Stored<ContentDocument>)>();
        foreach (var (row, document) in Documents.ReadAll(rows, Type, logger))
        {
            if (ContentHash.TryParse(row.PartitionKey, out var hash))
            {
                found.Add((hash, new Stored<ContentDocument>(document, row.ETag)));
            }
        }

        return found;
    }

    /// <summary>
    /// From here on nobody stores the value or refers to it; false when somebody has touched it meanwhile.
    /// </summary>
    public async Task<bool> TryBeginRemovalAsync(
        ContentHash hash, Stored<ContentDocument> head, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(head);
        var removing = head.Document with { State = ContentState.Removing, TouchedAt = time.GetUtcNow() };
        return await tables.Content.ReplaceAsync(Row(hash, head with { Document = removing }), cancellation);
    }

    /// <summary>The value is gone; false when another process is at it as well and has not ended.</summary>
    public async Task<bool> EndRemovalAsync(ContentHash hash, CancellationToken cancellation)
    {
        var head = await HeadAsync(hash, cancellation);
        return head is not { Document.State: ContentState.Removing }
            || await tables.Content.DeleteAsync(hash.Text, HeadRow, cancellation, head.ETag);
    }

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<ContentDocument> Type =>
        ContentJsonContext.Default.ContentDocument;

    private bool IsFresh(ContentDocument known) => time.GetUtcNow() - known.TouchedAt < s_freshFor;

    private Task<Stored<ContentDocument>?> HeadAsync(ContentHash hash, CancellationToken cancellation) =>
        tables.Content.FindAsync(hash.Text, HeadRow, Type, cancellation);

    private Task<ContentDocument> ChangeAsync(
        ContentHash hash, Func<ContentDocument?, ContentDocument> change, CancellationToken cancellation) =>
        Contention.RetryAsync(
            $"content '{hash}'",
            async () =>
            {
                var head = await HeadAsync(hash, cancellation);
                var changed = change(head?.Document);
                return ReferenceEquals(changed, head?.Document)
                    || await tables.Content.SaveAsync(Row(hash, new(changed, head?.ETag ?? default)), cancellation)
                        ? changed
                        : null;
            },
            cancellation);

    private static TableEntity Row(ContentHash hash, Stored<ContentDocument> head)
    {
        var row = Documents.ToRow(hash.Text, HeadRow, head.Document, Type, head.ETag);
        row[Filters.TouchedAt] = head.Document.TouchedAt;
        return row;
    }

    private static ApiProblemException Removing(ContentHash hash) =>
        Problems.Unavailable($"The content '{hash}' is being removed just now. Try again in a few seconds.");

    private sealed record Done(ContentDocument? Document);
}
