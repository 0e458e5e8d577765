using Microsoft.Extensions.Logging;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Control;

/// <summary>
/// Begins another attempt of runs that have ended. What has completed keeps its results, which lie in the run's rows;
/// the orchestrations of the new attempt look there before they run a node. The run's row comes first and says pending,
/// so that the sweeper starts what a crash has left.
/// </summary>
public sealed class RunRetrying(
    RunStore runs, RunTransactions transactions, PendingStore pending, RunEditing editing, ILogger<RunRetrying> logger)
{
    /// <summary>Retries a run that has failed or was stopped.</summary>
    /// <exception cref="ApiProblemException">404: no such run; 409: there is nothing to retry.</exception>
    public Task<RunDocument> RetryAsync(
        string runId, RetryRunRequest request, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = new Asked(request.Attempt, From: null, request.Reason);
        return BeginAsync(
            runId,
            asked,
            run =>
            {
                CheckRetry(run);
                return run with { From = null };
            },
            engine,
            cancellation);
    }

    /// <summary>Runs a node again, and everything after it.</summary>
    /// <exception cref="ApiProblemException">
    /// 404: no such run; 409: it goes on; 422: there is no such node, or it cannot be given this.
    /// </exception>
    public async Task<RunDocument> RerunAsync(
        string runId, RerunRequest request, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var edit = await editing.ReadAsync(await runs.ReadAsync(runId, cancellation), request, cancellation);
        var asked = new Asked(request.Attempt, edit.From, request.Reason);
        return await BeginAsync(runId, asked, edit.Apply, engine, cancellation);
    }

    private async Task<RunDocument> BeginAsync(
        string runId,
        Asked asked,
        Func<RunDocument, RunDocument> change,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var known = await runs.ReadAsync(runId, cancellation);
        if (!asked.IsRepeat(known))
        {
            CheckEnded(known, asked);
        }

        var effect = await pending.AddAsync(PendingKinds.StartRun, runId, workItemId: null, cancellation);
        var run = await transactions.ChangeAsync(
            runId,
            async transaction =>
            {
                var run = await transaction.FindRunAsync(cancellation);
                return asked.IsRepeat(run)
                    ? run
                    : await StoreAsync(transaction, CheckEnded(run, asked), asked, change, cancellation);
            },
            cancellation);

        // Also for a repeated request: the first one may have come no further than its row.
        if (run.Status == RunStatus.Pending)
        {
            await RunStarting.StartAsync(run, engine, cancellation);
            Logs.RunRetried(logger, run.Id, run.Attempt);
        }

        await pending.ClearAsync(effect, cancellation);
        return run;
    }

    private static RunDocument CheckEnded(RunDocument run, Asked asked)
    {
        if (!run.HasEnded())
        {
            throw Problems.Conflict($"Run '{run.Id}' goes on. Wait for its end, or stop it first.");
        }

        return asked.Attempt is null || asked.Attempt == run.Attempt
            ? run
            : throw Problems.Conflict($"Run '{run.Id}' is at attempt {run.Attempt}, and not at {asked.Attempt}.");
    }

    private static void CheckRetry(RunDocument run)
    {
        if (run.Status == RunStatus.Completed)
        {
            throw Problems.Conflict(
                $"Run '{run.Id}' has completed; there is nothing to retry. Run it again from one of its nodes.");
        }

        if (run is { Status: RunStatus.Cancelled, Stopped: false })
        {
            throw Problems.Conflict(
                $"Run '{run.Id}' was cancelled for good. Run it again from one of its nodes, or begin a new run.");
        }
    }

    private static async Task<RunDocument> StoreAsync(
        RunTransaction transaction,
        RunDocument run,
        Asked asked,
        Func<RunDocument, RunDocument> change,
        CancellationToken cancellation)
    {
        var next = change(run) with
        {
            Attempt = run.Attempt + 1,
            Status = RunStatus.Pending,
            Stopped = false,
            Reason = null,
            FinishedAt = null,
            Undecided = 0,
            OpenCheckpoints = 0,
        };
        var control = await transaction.FindControlAsync(cancellation) ?? ControlDocument.Empty(transaction.Now);
        transaction.Save(next);
        transaction.Save(control.Begin(next.Attempt, transaction.Now));
        var data = new RunEventData { Attempt = next.Attempt, From = next.From?.Path, Reason = asked.Reason };
        transaction.Tell($"{next.Attempt}:retried", RunEventTypes.RunRetried, data: data.ToJson());
        return next;
    }

    /// <summary>What somebody asks for.</summary>
    /// <param name="Attempt">The attempt that has ended, as he saw it; null for the last.</param>
    /// <param name="From">The node to run again; null to keep all that has completed.</param>
    /// <param name="Reason">Why.</param>
    private sealed record Asked(int? Attempt, NodeMark? From, string? Reason)
    {
        /// <summary>Whether the attempt that is asked for has begun already.</summary>
        public bool IsRepeat(RunDocument run) =>
            run.Attempt > 1
            && run.From == From
            && (Attempt is { } ended ? run.Attempt == ended + 1 : !run.HasEnded());
    }
}
