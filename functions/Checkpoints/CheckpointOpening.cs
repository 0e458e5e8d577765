using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Checkpoints;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Content;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Checkpoints;

/// <summary>The node's side of a checkpoint: it asks, and learns of the answer.</summary>
public sealed class CheckpointOpening(
    NodeContexts contexts,
    ContentLookup content,
    CheckpointQuestions questions,
    RunStore runs,
    RunTransactions transactions,
    NodeResultStore results,
    Projections lists,
    SwarmTables tables,
    TimeProvider time)
{
    /// <summary>Asks. Repeated, it tells whether an answer has come; what was asked first stays.</summary>
    public async Task<NodeWait> OpenAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (await runs.IsCancelledAsync(node, cancellation))
        {
            return await CloseAsync(new NodeWaitEnd(node, IsCancelled: true), cancellation);
        }

        var context = await contexts.ReadAsync(node, cancellation);
        var resolution = await content.ResolveAsync(
            context.References, scope => ReferenceResolver.Resolve(context.Node, scope), cancellation);
        if (resolution.Node is not { } resolved)
        {
            return NodeWait.Over(NodeEnded.Failed(resolution.Failure));
        }

        var whole = Ask(node, context.Node.Checkpoint!, resolved.Question!) with
        {
            CorrectionsLeft = await CorrectionsLeftAsync(node, context, cancellation),
        };
        var asked = await questions.PackAsync(whole, cancellation);

        // Entered first: a list passes over what is not stored, and must not miss what is.
        await lists.EnterAsync(CheckpointRows.AllList, asked.OpenedAt, asked.Id, cancellation);
        await lists.EnterAsync(CheckpointRows.OpenList, asked.OpenedAt, asked.Id, cancellation);
        var checkpoint = await transactions.ChangeAsync(
            node.Run.RunId, transaction => StoreAsync(transaction, node, asked, cancellation), cancellation);
        if (checkpoint.OpenedAt != asked.OpenedAt)
        {
            await LeaveListsAsync(asked, cancellation);
        }

        return checkpoint.Status == CheckpointStatus.Open
            ? new NodeWait { Until = checkpoint.ExpiresAt }
            : await EndAsync(node, checkpoint, cancellation);
    }

    /// <summary>Asks no longer. An answer that came before counts.</summary>
    public async Task<NodeWait> CloseAsync(NodeWaitEnd end, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(end);
        var id = CheckpointRows.IdOf(end.Node);
        var checkpoint = await transactions.ChangeAsync(
            end.Node.Run.RunId,
            async transaction =>
            {
                var known = await transaction.FindCheckpointAsync(id, cancellation);
                return known is { Status: CheckpointStatus.Open }
                    ? await transaction.CloseAsync(
                        known with { Status = StatusOf(end, known), Expired = !end.IsCancelled }, cancellation)
                    : known;
            },
            cancellation);
        return checkpoint is null
            ? NodeWait.Over(NodeEnded.Cancelled("It was cancelled before it began."))
            : await EndAsync(end.Node, checkpoint, cancellation);
    }

    private static CheckpointStatus StatusOf(NodeWaitEnd end, CheckpointDocument asked) => asked.OnExpiry switch
    {
        _ when end.IsCancelled => CheckpointStatus.Cancelled,
        CheckpointExpiry.Approve => CheckpointStatus.Approved,
        CheckpointExpiry.Skip => CheckpointStatus.Skipped,
        _ => CheckpointStatus.Rejected,
    };

    private CheckpointDocument Ask(NodeRun node, CheckpointDefinition definition, string question)
    {
        var now = time.GetUtcNow();
        var subject = node.Subject();
        return new CheckpointDocument
        {
            Id = CheckpointRows.IdOf(node),
            RunId = node.Run.RunId,
            Node = node.Path(),
            Iteration = node.PathIteration(),
            About = node is { Review: null, Opened: null }
                ? null
                : new NodeMark(subject.Path(), subject.PathIteration()),
            Opened = node.Opened,
            RunAttempt = node.Run.Attempt,
            InstanceId = node.InstanceId(),
            Question = question,
            OpenedAt = now,
            ExpiresAt = now + definition.ExpiresAfter,
            OnExpiry = definition.OnExpiry,
        };
    }

    /// <summary>Corrections of earlier iterations have used up some.</summary>
    private async Task<int?> CorrectionsLeftAsync(
        NodeRun node, NodeContext context, CancellationToken cancellation)
    {
        if (node.Review is { } number)
        {
            return context.Node.Checkpoint!.MaxCorrections - (number - 1 - node.CorrectedBefore);
        }

        if (node.Opened is not null)
        {
            return context.Node.Checkpoint!.MaxCorrections;
        }

        if (CorrectionLoops.Of(context.Scope.Definition, context.Node).Count == 0)
        {
            return null;
        }

        var left = context.Node.Checkpoint!.MaxCorrections;
        for (var iteration = 1; iteration < node.Iteration; iteration++)
        {
            var row = CheckpointRows.Row(CheckpointRows.IdOf(node with { Iteration = iteration }));
            var type = CheckpointsJsonContext.Default.CheckpointDocument;
            var earlier = await tables.Runs.FindAsync(node.Run.RunId, row, type, cancellation);
            left -= earlier?.Document.Status == CheckpointStatus.Corrected ? 1 : 0;
        }

        return Math.Max(0, left);
    }

    private static async Task<CheckpointDocument> StoreAsync(
        RunTransaction transaction, NodeRun node, CheckpointDocument asked, CancellationToken cancellation)
    {
        if (await transaction.FindCheckpointAsync(asked.Id, cancellation) is { } known)
        {
            return known;
        }

        transaction.Save(asked);
        transaction.Save((await transaction.FindRunAsync(cancellation)).WithCheckpoints(1));
        await transaction.ChangeNodeAsync(
            asked.Node,
            node.Run.Attempt,
            row => row.Began(asked.Iteration, NodeStatus.Review, transaction.Now),
            cancellation);
        await transaction.ChangeSubjectAsync(asked, (row, iteration) => row.Asked(iteration), cancellation);
        var data = new CheckpointEventData { CheckpointId = asked.Id, Question = asked.Question };
        transaction.Tell(
            $"{asked.Id}:opened",
            RunEventTypes.CheckpointOpened,
            asked.Node,
            asked.Iteration,
            CheckpointTransactionRows.ToJson(data));
        return asked;
    }

    private async Task<NodeWait> EndAsync(
        NodeRun node, CheckpointDocument checkpoint, CancellationToken cancellation)
    {
        await lists.LeaveAsync(CheckpointRows.OpenList, checkpoint.OpenedAt, checkpoint.Id, cancellation);
        var output = JsonSerializer.SerializeToElement(
            new CheckpointResult(
                checkpoint.Status, checkpoint.Feedback ?? "", checkpoint.Correction ?? "", checkpoint.Expired),
            CheckpointsJsonContext.Default.CheckpointResult);
        var ended = await results.StoreAsync(node, output, cancellation);
        await transactions.ChangeAsync(
            node.Run.RunId,
            async transaction =>
            {
                var known = await transaction.FindCheckpointAsync(checkpoint.Id, cancellation);
                if (known is { IsSettled: false })
                {
                    transaction.Save(known with { IsSettled = true });
                }

                return known;
            },
            cancellation);
        return NodeWait.Over(checkpoint switch
        {
            { Status: CheckpointStatus.Cancelled } => NodeEnded.Cancelled("It was cancelled while it waited."),
            { Status: CheckpointStatus.Rejected, Expired: true } =>
                ended with { Outcome = Core.Graph.NodeOutcome.Failed, Reason = "Nobody answered in time." },
            { Status: CheckpointStatus.Rejected } => ended with
            {
                Outcome = Core.Graph.NodeOutcome.Failed,
                Reason = string.IsNullOrEmpty(checkpoint.Feedback)
                    ? "It was rejected."
                    : $"It was rejected: {checkpoint.Feedback}",
            },
            _ => ended,
        });
    }

    private async Task LeaveListsAsync(CheckpointDocument asked, CancellationToken cancellation)
    {
        await lists.LeaveAsync(CheckpointRows.AllList, asked.OpenedAt, asked.Id, cancellation);
        await lists.LeaveAsync(CheckpointRows.OpenList, asked.OpenedAt, asked.Id, cancellation);
    }
}
