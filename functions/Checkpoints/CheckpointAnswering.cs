using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Pending;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Checkpoints;

/// <summary>The person's side of checkpoints: they are listed, read and answered.</summary>
public sealed class CheckpointAnswering(
    SwarmTables tables, RunTransactions transactions, PendingStore pending, Projections lists)
{
    /// <summary>A checkpoint as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such checkpoint.</exception>
    public async Task<CheckpointDocument> ReadAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) ?? throw NotFound(id);

    /// <summary>A page of the checkpoints, the newest first.</summary>
    public Task<(IReadOnlyList<CheckpointDocument> Items, string? Next)> ListAsync(
        CheckpointFilter filter, string? after, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return lists.ReadAsync(
            filter.IsOpen ? CheckpointRows.OpenList : CheckpointRows.AllList,
            after,
            limit,
            async id => await FindAsync(id, cancellation) is { } found && filter.Takes(found) ? found : null,
            cancellation);
    }

    /// <summary>Answers a checkpoint; the same answer again changes nothing.</summary>
    /// <exception cref="ApiProblemException">404: no such checkpoint; 409: it was answered otherwise.</exception>
    public async Task<CheckpointDocument> AnswerAsync(
        string id,
        CheckpointStatus decision,
        AnswerCheckpointRequest answer,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var runId = (await ReadAsync(id, cancellation)).RunId;
        var effect = await pending.AddAsync(PendingKinds.WakeNode, runId, CheckpointRows.Row(id), cancellation);
        var answered = await transactions.ChangeAsync(
            runId, transaction => StoreAsync(transaction, id, decision, answer, cancellation), cancellation);

        // Also for a repeated answer: the first one may have come no further than its row.
        await NodeWaking.WakeAsync(answered.InstanceId, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return answered;
    }

    private async Task<CheckpointDocument?> FindAsync(string id, CancellationToken cancellation)
    {
        var type = CheckpointsJsonContext.Default.CheckpointDocument;
        var found = await tables.Runs.FindAsync(
            CheckpointRows.RunIdOf(id), CheckpointRows.Row(id), type, cancellation);
        return found?.Document;
    }

    private static async Task<CheckpointDocument> StoreAsync(
        RunTransaction transaction,
        string id,
        CheckpointStatus decision,
        AnswerCheckpointRequest answer,
        CancellationToken cancellation)
    {
        var known = await transaction.FindCheckpointAsync(id, cancellation) ?? throw NotFound(id);
        if (known.Status == CheckpointStatus.Open)
        {
            if (decision == CheckpointStatus.Corrected && known.CorrectionsLeft == 0)
            {
                throw Problems.Conflict(
                    $"There is no work before checkpoint '{id}' that can be done again, or it was done again as "
                    + "often as it may be (corrections). Approve, reject or skip it.");
            }

            var closed = known with
            {
                Status = decision,
                Feedback = answer.Feedback,
                Correction = answer.Correction,
            };
            return await transaction.CloseAsync(closed, cancellation);
        }

        return known.Status == decision && known.Feedback == answer.Feedback && !known.Expired
            ? known
            : throw Problems.Conflict(
                $"Checkpoint '{id}' is closed already: {known.Status.ToString().ToLowerInvariant()}"
                + $"{(known.Expired ? ", because nobody answered in time" : "")}.");
    }

    private static ApiProblemException NotFound(string id) =>
        Problems.NotFound($"There is no checkpoint '{id}'. GET /{ApiRoutes.Checkpoints} lists all.");
}
