using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Events;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Checkpoints;

/// <summary>The rows of checkpoints inside a run transaction.</summary>
internal static class CheckpointTransactionRows
{
    public static Task<CheckpointDocument?> FindCheckpointAsync(
        this RunTransaction transaction, string id, CancellationToken cancellation) =>
        transaction.FindAsync(
            CheckpointRows.Row(id), CheckpointsJsonContext.Default.CheckpointDocument, cancellation);

    public static void Save(this RunTransaction transaction, CheckpointDocument checkpoint) =>
        transaction.Save(
            CheckpointRows.Row(checkpoint.Id), checkpoint, CheckpointsJsonContext.Default.CheckpointDocument);

    /// <summary>
    /// The checkpoint opened by hand that asks before something begins; from then on it asks before nothing else.
    /// </summary>
    /// <returns>Its number; null when nobody is to be asked.</returns>
    public static async Task<int?> AskBeforeAsync(
        this RunTransaction transaction, string path, int iteration, CancellationToken cancellation)
    {
        var control = await transaction.FindControlAsync(cancellation);
        var opened = control?.OpenedBefore(path);
        if (opened is { AsksBefore: null })
        {
            transaction.Save(control!.Ask(opened.Number, path, iteration, transaction.Now));
        }

        return opened?.Number;
    }

    /// <summary>Writes that a checkpoint is open no more, and tells of it.</summary>
    public static async Task<CheckpointDocument> CloseAsync(
        this RunTransaction transaction, CheckpointDocument closed, CancellationToken cancellation)
    {
        closed = closed with { ClosedAt = transaction.Now };
        transaction.Save(closed);
        transaction.Save((await transaction.FindRunAsync(cancellation)).WithCheckpoints(-1));
        await transaction.ChangeSubjectAsync(closed, (row, iteration) => row.Answered(iteration), cancellation);
        if (closed is { Opened: { } opened, Status: not CheckpointStatus.Corrected }
            && await transaction.FindControlAsync(cancellation) is { } control)
        {
            // One that was corrected asks again once the work before it was done again.
            transaction.Save(control.Settle(opened, transaction.Now));
        }

        var data = new CheckpointEventData
        {
            CheckpointId = closed.Id,
            Status = closed.Status,
            Expired = closed.Expired ? true : null,
            Feedback = closed.Feedback,
        };
        transaction.Tell(
            $"{closed.Id}:closed", RunEventTypes.CheckpointClosed, closed.Node, closed.Iteration, ToJson(data));
        return closed;
    }

    /// <summary>Changes the row of the node that a checkpoint asks about, if that is not the one that asks.</summary>
    public static Task ChangeSubjectAsync(
        this RunTransaction transaction,
        CheckpointDocument checkpoint,
        Func<NodeDocument, int, NodeDocument> change,
        CancellationToken cancellation) =>
        checkpoint.About is not { } about
            ? Task.CompletedTask
            : transaction.ChangeNodeAsync(
                about.Path, checkpoint.RunAttempt, row => change(row, about.Iteration), cancellation);

    public static JsonElement ToJson(CheckpointEventData data) =>
        JsonSerializer.SerializeToElement(data, CheckpointsJsonContext.Default.CheckpointEventData);
}
