using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Runs;

/// <summary>The rows of runs and nodes inside a run transaction.</summary>
internal static class RunTransactionRows
{
    /// <summary>The run itself.</summary>
    /// <exception cref="InvalidOperationException">There is no such run.</exception>
    public static async Task<RunDocument> FindRunAsync(
        this RunTransaction transaction, CancellationToken cancellation) =>
        await transaction.FindAsync(RunRows.Run, RunsJsonContext.Default.RunDocument, cancellation)
        ?? throw new InvalidOperationException(
            $"Run '{transaction.RunId}' has no row. It was probably deleted while it ran.");

    public static void Save(this RunTransaction transaction, RunDocument run) =>
        transaction.Save(RunRows.Run, run, RunsJsonContext.Default.RunDocument);

    public static Task<ControlDocument?> FindControlAsync(
        this RunTransaction transaction, CancellationToken cancellation) =>
        transaction.FindAsync(RunRows.Control, RunsJsonContext.Default.ControlDocument, cancellation);

    public static void Save(this RunTransaction transaction, ControlDocument control) =>
        transaction.Save(RunRows.Control, control, RunsJsonContext.Default.ControlDocument);

    /// <summary>
    /// Changes what is asked of the run, and tells of it; a change that changes nothing writes nothing.
    /// </summary>
    /// <returns>The run as it is then.</returns>
    public static async Task<RunDocument> ChangeControlAsync(
        this RunTransaction transaction,
        Func<RunDocument, ControlDocument, ControlDocument> change,
        string eventType,
        string? reason,
        CancellationToken cancellation)
    {
        var run = await transaction.FindRunAsync(cancellation);
        var control = await transaction.FindControlAsync(cancellation) ?? ControlDocument.Empty(transaction.Now);
        var changed = change(run, control);
        if (ReferenceEquals(changed, control))
        {
            return run;
        }

        transaction.Save(changed);
        transaction.Tell(
            $"control:{changed.Version}", eventType, data: RunEventData.OfReason(reason ?? changed.Reason));
        if (run.Paused != changed.Paused)
        {
            run = run with { Paused = changed.Paused };
            transaction.Save(run);
        }

        return run;
    }

    /// <summary>Writes that a node that is no work for a worker has begun; what was written before stays.</summary>
    public static Task BeginNodeAsync(
        this RunTransactions transactions, NodeRun node, NodeStatus status, CancellationToken cancellation) =>
        transactions.ChangeAsync(
            node.Run.RunId,
            async transaction =>
            {
                await transaction.ChangeNodeAsync(
                    node.Path(),
                    node.Run.Attempt,
                    row => row.Began(node.PathIteration(), status, transaction.Now),
                    cancellation);
                transaction.Tell(
                    $"{node.Run.Attempt}~{node.Path()}~{node.PathIteration()}:began",
                    RunEventTypes.NodeStarted,
                    node.Path(),
                    node.PathIteration());
                return status;
            },
            cancellation);

    /// <summary>
    /// Changes a node's row, which need not be there yet. A change that changes nothing writes nothing, and neither
    /// does one that comes from an attempt of the run that is over.
    /// </summary>
    public static async Task ChangeNodeAsync(
        this RunTransaction transaction,
        string path,
        int attempt,
        Func<NodeDocument, NodeDocument> change,
        CancellationToken cancellation)
    {
        var row = RunRows.Node(path);
        var type = RunsJsonContext.Default.NodeDocument;
        var known = await transaction.FindAsync(row, type, cancellation) ?? NodeDocument.Of(path);
        if (Math.Max(1, attempt) < known.Attempt())
        {
            return;
        }

        var changed = change(known.In(attempt));
        if (!ReferenceEquals(changed, known))
        {
            transaction.Save(row, changed, type);
        }
    }
}
