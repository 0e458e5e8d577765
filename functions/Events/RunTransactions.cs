using Swarm.Functions.Storage;

namespace Swarm.Functions.Events;

/// <summary>
/// Changes runs. Everything of a run lies in one partition, so rows and the events that tell of them are written by
/// one table transaction, and the sequence of events has no gaps.
/// </summary>
/// <remarks>
/// Of one run this process makes one transaction at a time, which spares it conflicts with itself. What asks meanwhile
/// waits in a line and is then made together, by as few transactions as hold it: a wide run would otherwise wait once
/// for the disk for each of its nodes. Who is right in the end, the table decides.
/// </remarks>
public sealed class RunTransactions(SwarmTables tables, RunEventSignals signals, TimeProvider time)
{
    /// <summary>How many changes are taken out of the line at once.</summary>
    private const int MaxTaken = 32;

    private readonly Lock _lock = new();

    // By run, the changes that wait behind those that are being made; an entry is there while somebody makes some.
    private readonly Dictionary<string, Queue<RunChange>> _lines = new(StringComparer.Ordinal);

    /// <summary>
    /// Makes a change: <paramref name="change"/> reads rows, saves rows and tells events; all of it is then written,
    /// or, when somebody else changed one of the rows, <paramref name="change"/> is called again on a fresh view.
    /// It must not change anything but the transaction, and must not begin another. A change that saves and tells
    /// nothing writes nothing.
    /// </summary>
    /// <exception cref="ContentionException">Too many attempts met another writer.</exception>
    public Task<T> ChangeAsync<T>(
        string runId, Func<RunTransaction, Task<T>> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        var mine = new RunChange<T>(change, cancellation);
        lock (_lock)
        {
            if (_lines.TryGetValue(runId, out var line))
            {
                line.Enqueue(mine);
                return mine.Told;
            }

            _lines[runId] = new Queue<RunChange>([mine]);
        }

        _ = WorkOffAsync(runId);
        return mine.Told;
    }

    /// <summary>Makes what is in the line, and what comes meanwhile, until nothing is left. It never throws.</summary>
    private async Task WorkOffAsync(string runId)
    {
        while (Take(runId) is { Count: > 0 } changes)
        {
            while (changes.Count > 0)
            {
                changes = await MakeAsync(runId, changes);
            }
        }
    }

    private List<RunChange> Take(string runId)
    {
        var taken = new List<RunChange>();
        lock (_lock)
        {
            var line = _lines[runId];
            while (taken.Count < MaxTaken && line.TryDequeue(out var change))
            {
                taken.Add(change);
            }

            if (taken.Count == 0)
            {
                _lines.Remove(runId);
            }
        }

        return taken;
    }

    /// <summary>Makes as many as go into one transaction; those that are left.</summary>
    private async Task<List<RunChange>> MakeAsync(string runId, List<RunChange> changes)
    {
        changes.RemoveAll(change => change.TryGiveUp());
        var together = new List<RunChange>();
        try
        {
            var transaction = new RunTransaction(tables.Runs, runId, time.GetUtcNow());
            var isDone = await TryCollectAsync(transaction, changes, together) && await TryCommitAsync(transaction);
            foreach (var change in together)
            {
                if (isDone)
                {
                    change.Tell();
                }
                else
                {
                    await MakeAloneAsync(runId, change);
                }
            }
        }
        catch (Exception failure)
        {
            // The one change threw, or nobody knows whether all of them are stored; each caller asks again, or looks.
            together.ForEach(change => change.Fail(failure));
        }

        return changes[together.Count..];
    }

    /// <summary>Lets changes work on the transaction while it has room; false when one among others threw.</summary>
    private static async Task<bool> TryCollectAsync(
        RunTransaction transaction, List<RunChange> changes, List<RunChange> together)
    {
        foreach (var change in changes)
        {
            var undo = transaction.Mark();
            together.Add(change);
            try
            {
                await change.WorkAsync(transaction);
            }
            catch (Exception) when (together.Count > 1)
            {
                // It may have seen what others write here. By itself it throws again, or not, to its own caller.
                return false;
            }

            if (together.Count > 1 && !transaction.IsWithinLimits)
            {
                together.Remove(change);
                undo();
                break;
            }
        }

        return true;
    }

    private async Task MakeAloneAsync(string runId, RunChange change)
    {
        try
        {
            await Contention.RetryAsync(
                $"run '{runId}'", () => AttemptAsync(runId, change), change.Cancellation);
            change.Tell();
        }
        catch (Exception failure)
        {
            change.Fail(failure);
        }
    }

    private async Task<RunChange?> AttemptAsync(string runId, RunChange change)
    {
        var transaction = new RunTransaction(tables.Runs, runId, time.GetUtcNow());
        await change.WorkAsync(transaction);

        // The attempt before this one took its events for new ones; perhaps they are not.
        await transaction.DropToldAsync(change.Cancellation);
        return await TryCommitAsync(transaction) ? change : null;
    }

    /// <summary>Writes it all; false when somebody else was faster.</summary>
    private async Task<bool> TryCommitAsync(RunTransaction transaction)
    {
        // Not cancelled for one of the callers, since others may be waiting for the same transaction.
        if (!await transaction.TryCommitAsync(CancellationToken.None))
        {
            return false;
        }

        if (transaction.EventCount > 0)
        {
            signals.Raise(transaction.RunId);
        }

        return true;
    }
}
