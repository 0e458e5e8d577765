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
    public Task<PendingEffect> AddAsync(
        string kind, string runId, string? workItemId, CancellationToken cancellation) =>
        AddAsync(kind, runId, workItemId, Grace, cancellation);

    /// <summary>Notes an effect that whoever makes it repeats by himself until it is done.</summary>
    /// <param name="kind">One of <see cref="PendingKinds"/>.</param>
    /// <param name="runId">The run.</param>
    /// <param name="workItemId">The work item, or null.</param>
    /// <param name="pause">When to look at it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PendingEffect> AddAsync(
        string kind, string runId, string? workItemId, TimeSpan pause, CancellationToken cancellation)
    {
        var effect = Effect(kind, runId, workItemId, pause);

        // Two requests for the same effect within one tick share the row, which is as good as two.
        await tables.Pending.UpsertAsync(Row(effect), cancellation);
        return effect;
    }

    /// <summary>
    /// Has an effect that is noted for later looked at soon, since it is about to become necessary; notes it anew when
    /// its row is gone, or was never known.
    /// </summary>
    public async Task<PendingEffect> HastenAsync(
        string kind, string runId, string workItemId, string? rowKey, CancellationToken cancellation)
    {
        var soon = Effect(kind, runId, workItemId, Grace);
        if (rowKey is not null)
        {
            var transaction = new TableTransaction(soon.Shard);
            transaction.Delete(rowKey);
            transaction.Upsert(Row(soon));
            if (await tables.Pending.CommitAsync(transaction, cancellation))
            {
                return soon;
            }
        }

        await tables.Pending.UpsertAsync(Row(soon), cancellation);
        return soon;
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

    private PendingEffect Effect(string kind, string runId, string? workItemId, TimeSpan pause)
    {
        var now = time.GetUtcNow();
        var document = new PendingDocument { Kind = kind, RunId = runId, WorkItemId = workItemId, CreatedAt = now };
        var id = workItemId ?? runId;
        return new PendingEffect(ShardOf(id), RowKeyAt(now + pause, $"{kind}~{id}"), document);
    }

    private static TableEntity Row(PendingEffect effect) => Documents.ToRow(
        effect.Shard, effect.RowKey, effect.Document, PendingJsonContext.Default.PendingDocument);

    private static string RowKeyAt(DateTimeOffset due, string id) => $"{due.UtcTicks:D19}~{id}";

    private static string ShardOf(string id) =>
        ShardName(SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] % Shards);

    private static string ShardName(int shard) => $"{shard:D2}";
}
