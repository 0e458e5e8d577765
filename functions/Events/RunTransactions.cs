using Swarm.Functions.Storage;

namespace Swarm.Functions.Events;

/// <summary>
/// Changes runs. Everything of a run lies in one partition, so rows and the events that tell of them are written by
/// one table transaction, and the sequence of events has no gaps.
/// </summary>
public sealed class RunTransactions(SwarmTables tables, RunEventSignals signals, TimeProvider time) : IDisposable
{
    private readonly Gates _gates = new();

    /// <summary>
    /// Makes a change: <paramref name="change"/> reads rows, saves rows and tells events; all of it is then written,
    /// or, when somebody else changed one of the rows, <paramref name="change"/> is called again on a fresh view.
    /// It must not change anything but the transaction, and must not begin another. A change that saves and tells
    /// nothing writes nothing.
    /// </summary>
    /// <exception cref="ContentionException">Too many attempts met another writer.</exception>
    public async Task<T> ChangeAsync<T>(
        string runId, Func<RunTransaction, Task<T>> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        var attempts = 0;
        var done = await _gates.PassAsync(
            runId,
            () => Contention.RetryAsync(
                $"run '{runId}'", () => AttemptAsync(runId, change, ++attempts, cancellation), cancellation),
            cancellation);
        return done.Result;
    }

    public void Dispose() => _gates.Dispose();

    private async Task<Done<T>?> AttemptAsync<T>(
        string runId, Func<RunTransaction, Task<T>> change, int attempt, CancellationToken cancellation)
    {
        var transaction = new RunTransaction(tables.Runs, runId, time.GetUtcNow());
        var result = await change(transaction);
        if (attempt > 1)
        {
            // The first attempt takes its events for new ones; where they are not, it fails and comes here.
            await transaction.DropToldAsync(cancellation);
        }

        if (!await transaction.TryCommitAsync(cancellation))
        {
            return null;
        }

        if (transaction.EventCount > 0)
        {
            signals.Raise(runId);
        }

        return new Done<T>(result);
    }

    private sealed record Done<T>(T Result);
}
