using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Workflows;
using Swarm.Functions.Evaluations;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Activities;

/// <summary>
/// Finds what earlier attempts of a run have made of its nodes. What the orchestrations get is what they got when the
/// nodes ended, so that they decide as they did then.
/// </summary>
public sealed class KeptResults(
    RunStore runs,
    SwarmTables tables,
    WorkItemStore items,
    WorkValues values,
    ItemLists lists,
    NodeResultStore results,
    EvaluationStore evaluations,
    KeptCorrections corrections)
{
    /// <summary>More nodes than lie before one.</summary>
    private const int MaxBefore = 50_000;

    public async Task<IReadOnlyList<KeptNode>> FindAsync(KeptRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var run = await runs.GetAsync(request.Run.RunId, cancellation);
        var oldest = await NewestUnderAsync(request, cancellation);
        var found = new List<KeptNode>();
        foreach (var node in request.Nodes)
        {
            found.Add(await FindAsync(run, node, oldest, request.After, cancellation));
        }

        return found;
    }

    private async Task<KeptNode> FindAsync(
        RunDocument run, NodeRun node, int oldest, string? after, CancellationToken cancellation)
    {
        var mark = new NodeMark(node.Path(), node.PathIteration());
        if (run.From is { } from && from.Path == mark.Path && from.Iteration <= mark.Iteration)
        {
            return new KeptNode { MustRun = true };
        }

        if (node.Run.KeepFloor > 0 && await FindSentBackAsync(node, oldest, cancellation) is { } sentBack)
        {
            return new KeptNode { HasBegun = true, Ended = sentBack };
        }

        var row = await tables.FindNodeAsync(run.Id, node.Path(), cancellation);
        if (row?.Earlier(mark.Iteration, node.Run.Attempt) is not { } iteration
            || NodeDocument.AttemptOf(iteration) < Math.Max(node.Run.KeepFloor, oldest)
            || node.Run.KeepFloor == 0
            || IsWithin(run.From, after))
        {
            return new KeptNode();
        }

        var isWhole = run.From is null || !mark.Covers(run.From.Path, run.From.Iteration);
        var kept = new KeptNode
        {
            HasBegun = true,
            Ended = isWhole && !await IsUndoneAsync(node, iteration, cancellation)
                ? await EndAsync(node, iteration, cancellation)
                : null,
        };
        return await corrections.AddAsync(kept, run, node, Math.Max(node.Run.KeepFloor, oldest), cancellation);
    }

    /// <summary>
    /// How an iteration ended that did not begin, as a person who was asked first wanted the work before it to be done
    /// again; null for others.
    /// </summary>
    private async Task<NodeEnded?> FindSentBackAsync(NodeRun node, int oldest, CancellationToken cancellation)
    {
        var question = NodeReview.Question(node) with { Opened = 1 };
        var row = await tables.FindNodeAsync(node.Run.RunId, question.Path(), cancellation);
        var corrected = row?.Iterations.LastOrDefault(iteration =>
            NodeDocument.AttemptOf(iteration) < node.Run.Attempt
            && NodeDocument.AttemptOf(iteration) >= Math.Max(node.Run.KeepFloor, oldest)
            && NodeReview.IsCorrection(iteration.Output));
        return corrected is null ? null : new NodeEnded
        {
            Outcome = NodeOutcome.Completed,
            IsSentBack = true,
            ResultRow = (question with { Opened = corrected.Number }).ResultRow(),
            KeptFrom = NodeDocument.AttemptOf(corrected),
        };
    }

    private static bool IsWithin(NodeMark? from, string? after) =>
        from is not null && after is not null && new NodeMark(after, 1).Covers(from.Path, from.Iteration);

    /// <summary>The newest attempt of the run in which something under the path before the nodes ran.</summary>
    private async Task<int> NewestUnderAsync(KeptRequest request, CancellationToken cancellation)
    {
        if (request.After is not { } path)
        {
            return 0;
        }

        var filter = Filters.Prefix(request.Run.RunId, RunRows.Node($"{path}."));
        var rows = await tables.Runs.QueryAsync(filter, MaxBefore, cancellation);
        return rows
            .SelectMany(row => Documents.Read(row, RunsJsonContext.Default.NodeDocument).Iterations)
            .Where(iteration => iteration.StartedAt is not null)
            .Select(NodeDocument.AttemptOf)
            .DefaultIfEmpty()
            .Max();
    }

    /// <summary>
    /// Whether somebody has begun to undo it, as its workflow failed: whatever came of that, it must be done again.
    /// </summary>
    private async Task<bool> IsUndoneAsync(NodeRun node, NodeIteration iteration, CancellationToken cancellation)
    {
        if (node.Item is not null || node.IsCompensation)
        {
            return false;
        }

        var undo = node with { IsCompensation = true };
        var row = await tables.FindNodeAsync(node.Run.RunId, undo.Path(), cancellation);
        return row?.Earlier(iteration.Number, node.Run.Attempt) is { } undone
            && NodeDocument.AttemptOf(undone) >= NodeDocument.AttemptOf(iteration);
    }

    private async Task<NodeEnded?> EndAsync(NodeRun node, NodeIteration iteration, CancellationToken cancellation)
    {
        if (iteration.Status is not (NodeStatus.Completed or NodeStatus.Failed))
        {
            return null;
        }

        var ended = node is { FanOut: null, Kind: NodeKind.Work }
            ? await WorkEndAsync(node, iteration, cancellation)
            : await OtherEndAsync(node, iteration, cancellation);
        return ended is null ? null : ended with { KeptFrom = NodeDocument.AttemptOf(iteration) };
    }

    private async Task<NodeEnded?> WorkEndAsync(
        NodeRun node, NodeIteration iteration, CancellationToken cancellation)
    {
        if (iteration.WorkItemId is not { } id
            || await items.FindAsync(node.Run.RunId, id, cancellation) is not { Report: { } reported })
        {
            return iteration.Status == NodeStatus.Failed ? NodeEnded.Failed(iteration.Reason) : null;
        }

        var report = WorkReport.Of(id, reported);
        var ended = ReportedEnd.HasValue(node, report)
            ? ReportedEnd.OfValue(report)
                ?? ReportedEnd.OfValue(report, await values.ReadAsync(node.Run.RunId, id, cancellation))
            : ReportedEnd.Of(report);
        return node.Evaluation is null ? Agreed(iteration, ended)
            : Agreed(iteration, await WithScoreAsync(node, id, ended, cancellation));
    }

    /// <summary>Work that was done well may have failed nevertheless: by its score, or by what a person said.</summary>
    private static NodeEnded? Agreed(NodeIteration iteration, NodeEnded ended) =>
        iteration.Status == NodeStatus.Failed && ended.Outcome == NodeOutcome.Completed
            ? ended with { Outcome = NodeOutcome.Failed, Reason = iteration.Reason }
            : ended;

    private async Task<NodeEnded> WithScoreAsync(
        NodeRun node, string workItemId, NodeEnded ended, CancellationToken cancellation) =>
        await evaluations.FindAsync(node.Run.RunId, workItemId, cancellation) is { } evaluation
            ? NodeJudging.WithScore(ended, workItemId, evaluation.InBrief())
            : ended;

    private async Task<NodeEnded?> OtherEndAsync(
        NodeRun node, NodeIteration iteration, CancellationToken cancellation)
    {
        var isCompleted = iteration.Status == NodeStatus.Completed;
        var ended = new NodeEnded
        {
            Outcome = isCompleted ? NodeOutcome.Completed : NodeOutcome.Failed,
            Reason = iteration.Reason,
        };
        if (node.FanOut is not null)
        {
            var (count, failed) = await CountAsync(node, cancellation);
            return ended with
            {
                Output = NodeOutput.OfFanOut(count, failed),
                ResultRow = isCompleted ? node.ResultRow() : null,
            };
        }

        if (!isCompleted && node.Kind != NodeKind.Checkpoint)
        {
            return ended;
        }

        return await results.FindAsync(node.Run.RunId, node.ResultRow()!, cancellation) is { } output
            ? ended with { Output = OutputSummary.Of(output), ResultRow = node.ResultRow() }
            : isCompleted ? null : ended;
    }

    private async Task<(int Count, int Failed)> CountAsync(NodeRun node, CancellationToken cancellation)
    {
        var count = (await lists.HeadAsync(node.Run.RunId, node.Place(), cancellation)).Count;
        var failed = 0;
        for (var index = 0; index < count; index++)
        {
            var item = node with { FanOut = null, Item = index };
            var row = await tables.FindNodeAsync(node.Run.RunId, item.Path(), cancellation);
            failed += row?.Current()?.Status == NodeStatus.Failed ? 1 : 0;
        }

        return (count, failed);
    }
}
