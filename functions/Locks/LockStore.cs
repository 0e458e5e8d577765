using System.Runtime.CompilerServices;
using Azure;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Locks;

/// <summary>
/// The locks and those who wait for them. Everything about one lock lies in one partition, and every change of it
/// replaces its holder's row, so that of two changes at a time one is made again; nobody can begin to wait for a lock
/// that is just given back without being seen.
/// </summary>
public sealed class LockStore(SwarmTables tables, LockSignals signals, TimeProvider time) : IDisposable
{
    /// <summary>How many can wait for one lock.</summary>
    public const int MaxWaiting = 20_000;

    /// <summary>How many locks can be held at a time.</summary>
    private const int MaxLocks = 1_000_000;

    private static readonly LocksJsonContext s_json = LocksJsonContext.Default;

    private readonly Gates _gates = new();

    /// <summary>Takes a lock, or waits in line for it. Asked again, it says where the line stands.</summary>
    public Task<LockAnswer> AskAsync(string name, LockClaim claim, CancellationToken cancellation) =>
        ChangeAsync(name, () => TryAskAsync(name, claim, cancellation), cancellation);

    /// <summary>Gives a lock back to whoever waits first, or leaves the line.</summary>
    public Task<LockTurn> ReleaseAsync(string name, LockClaim claim, CancellationToken cancellation) =>
        ChangeAsync(name, () => TryReleaseAsync(name, claim, cancellation), cancellation);

    /// <summary>Who holds a lock; null when nobody does.</summary>
    public async Task<LockHolder?> FindHolderAsync(string name, CancellationToken cancellation) =>
        (await FindAsync(name, cancellation))?.Document;

    /// <summary>All locks that are held, by name.</summary>
    public async IAsyncEnumerable<(string Name, LockHolder Holder)> EachAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = Filters.OfKey(LockRows.Holder);
        await foreach (var row in tables.Locks.EachAsync(filter, MaxLocks, cancellation))
        {
            yield return (LockRows.NameOf(row.PartitionKey), Documents.Read(row, s_json.LockHolder));
        }
    }

    public void Dispose() => _gates.Dispose();

    private Task<T> ChangeAsync<T>(string name, Func<Task<T?>> attempt, CancellationToken cancellation)
        where T : class =>
        _gates.PassAsync(
            name, () => Contention.RetryAsync($"lock '{name}'", attempt, cancellation), cancellation);

    private async Task<LockAnswer?> TryAskAsync(string name, LockClaim claim, CancellationToken cancellation)
    {
        var partition = LockRows.Partition(name);
        var stored = await FindAsync(name, cancellation);
        if (stored is not { Document: var held })
        {
            return await tables.Locks.AddAsync(Row(name, Of(claim) with { IsConfirmed = true }), cancellation)
                ? new LockAnswer(claim)
                : null;
        }

        if (held.Claim.InstanceId == claim.InstanceId)
        {
            var isSure = held.IsConfirmed || await tables.Locks.ReplaceAsync(
                Row(name, held with { IsConfirmed = true }, stored.ETag), cancellation);
            return isSure ? new LockAnswer(held.Claim) : null;
        }

        if (await tables.Locks.FindAsync(partition, LockRows.Wait(claim), cancellation) is not null)
        {
            return new LockAnswer(held.Claim);
        }

        if (held.Waiting >= MaxWaiting)
        {
            return new LockAnswer(held.Claim, IsFull: true);
        }

        var transaction = new TableTransaction(partition);
        transaction.Replace(Row(name, held with { Waiting = held.Waiting + 1 }, stored.ETag));
        transaction.Add(Documents.ToRow(partition, LockRows.Wait(claim), claim, s_json.LockClaim));
        return await tables.Locks.CommitAsync(transaction, cancellation) ? new LockAnswer(held.Claim) : null;
    }

    private async Task<LockTurn?> TryReleaseAsync(string name, LockClaim claim, CancellationToken cancellation)
    {
        var partition = LockRows.Partition(name);
        var stored = await FindAsync(name, cancellation);
        if (stored is not { Document: var held })
        {
            return LockTurn.Nobody;
        }

        if (held.Claim.InstanceId == claim.InstanceId)
        {
            return await TryHandOverAsync(name, stored, cancellation);
        }

        if (await tables.Locks.FindAsync(partition, LockRows.Wait(claim), cancellation) is not null)
        {
            var transaction = new TableTransaction(partition);
            transaction.Replace(Row(name, held with { Waiting = Math.Max(0, held.Waiting - 1) }, stored.ETag));
            transaction.Delete(LockRows.Wait(claim));
            if (!await tables.Locks.CommitAsync(transaction, cancellation))
            {
                return null;
            }
        }

        // It may be that this was given back before, and the one whose turn it is was not told.
        return held.IsConfirmed ? LockTurn.Nobody : new LockTurn(held.Claim.InstanceId);
    }

    private async Task<LockTurn?> TryHandOverAsync(
        string name, Stored<LockHolder> stored, CancellationToken cancellation)
    {
        var partition = LockRows.Partition(name);
        var line = await tables.Locks.QueryAsync(
            Filters.Prefix(partition, LockRows.WaitPrefix), max: 1, cancellation);
        if (line.Count == 0)
        {
            if (!await tables.Locks.DeleteAsync(partition, LockRows.Holder, cancellation, stored.ETag))
            {
                return null;
            }

            signals.Raise(name);
            return LockTurn.Nobody;
        }

        var next = Documents.Read(line[0], s_json.LockClaim);
        var waiting = Math.Max(0, stored.Document.Waiting - 1);
        var transaction = new TableTransaction(partition);
        transaction.Replace(Row(name, Of(next) with { Waiting = waiting }, stored.ETag));
        transaction.Delete(line[0].RowKey);
        return await tables.Locks.CommitAsync(transaction, cancellation) ? new LockTurn(next.InstanceId) : null;
    }

    private LockHolder Of(LockClaim claim) => new() { Claim = claim, HeldSince = time.GetUtcNow() };

    private Task<Stored<LockHolder>?> FindAsync(string name, CancellationToken cancellation) =>
        tables.Locks.FindAsync(LockRows.Partition(name), LockRows.Holder, s_json.LockHolder, cancellation);

    private static TableEntity Row(string name, LockHolder holder, ETag version = default) =>
        Documents.ToRow(LockRows.Partition(name), LockRows.Holder, holder, s_json.LockHolder, version);
}
