using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Pending;

/// <summary>
/// Effects that are still to do. The row is written before the row of the thing itself and deleted after the effect, so
/// that whatever is stored and not yet done has one; a row whose thing was never stored is cleared away by the sweeper.
/// </summary>
public sealed class PendingStore(SwarmTables tables, TimeProvider time, ILogger<PendingStore> logger)
{
    public const int Shards = 16;

    /// <summary>How long whoever makes an effect has to do it himself before the sweeper does.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After this long no request or activity that made the row can still be about to store the thing.
    /// </summary>
    public static readonly TimeSpan OrphanAge = TimeSpan.FromMinutes(15);

    /// <summary>Notes an effect that is about to become necessary.</summary>
    public async Task<PendingEffect> AddAsync(
        string kind, string runId, string? workItemId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var document = new PendingDocument { Kind = kind, RunId = runId, WorkItemId = workItemId, CreatedAt = now };
        var id = workItemId ?? runId;
        var effect = new PendingEffect(ShardOf(id), RowKeyAt(now + Grace, $"{kind}~{id}"), document);

        // Two requests for the same effect within one tick share the row, which is as good as two.
        await tables.Pending.UpsertAsync(Row(effect), cancellation);
        return effect;
    }

    /// <summary>The effect is done.</summary>
    public Task ClearAsync(PendingEffect effect, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(effect);
        return tables.Pending.DeleteAsync(effect.Shard, effect.RowKey, cancellation);
    }

    /// <summary>The effect is to be looked at again later; the row moves, in one transaction.</summary>
    public Task MoveAsync(PendingEffect effect, TimeSpan pause, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var id = effect.RowKey[(effect.RowKey.IndexOf('~', StringComparison.Ordinal) + 1)..];
        var later = effect with { RowKey = RowKeyAt(time.GetUtcNow() + pause, id) };
        var transaction = new TableTransaction(effect.Shard);
        if (later.RowKey != effect.RowKey)
        {
            transaction.Delete(effect.RowKey);
        }

        // When the row is gone, a sweep has moved or ended it meanwhile, and that stands.
        transaction.Upsert(Row(later));
        return tables.Pending.CommitAsync(transaction, cancellation);
    }

    /// <summary>What is due now in a shard, the oldest first.</summary>
    public async Task<IReadOnlyList<PendingEffect>> DueAsync(int shard, int max, CancellationToken cancellation)
    {
        var filter = Filters.Range(ShardName(shard), "", RowKeyAt(time.GetUtcNow(), "~"));
        var rows = await tables.Pending.QueryAsync(filter, max, cancellation);
        return
        [
            .. Documents
                .ReadAll(rows, PendingJsonContext.Default.PendingDocument, logger)
                .Select(read => new PendingEffect(read.Row.PartitionKey, read.Row.RowKey, read.Document)),
        ];
    }

    private static TableEntity Row(PendingEffect effect) => Documents.ToRow(
        effect.Shard, effect.RowKey, effect.Document, PendingJsonContext.Default.PendingDocument);

    private static string RowKeyAt(DateTimeOffset due, string id) => $"{due.UtcTicks:D19}~{id}";

    private static string ShardOf(string id) =>
        ShardName(SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] % Shards);

    private static string ShardName(int shard) => $"{shard:D2}";
}
