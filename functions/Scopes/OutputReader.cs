using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Content;
using Swarm.Functions.Evaluations;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Scopes;

/// <summary>Reads what nodes have put out: the whole of it, where histories only hold summaries.</summary>
public sealed class OutputReader(
    SwarmTables tables,
    WorkItemStore items,
    ItemLists lists,
    NodeResultStore results,
    ContentLookup content,
    EvaluationStore evaluations)
{
    /// <summary>How many items of a list are read at a time.</summary>
    private const int ReadAtATime = 32;

    /// <summary>What a node has put out; null when nothing was stored.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="node">What the node is.</param>
    /// <param name="result">Where its result lies, as <see cref="NodeEnded.Result"/> tells it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public Task<JsonElement?> ReadAsync(
        string runId, NodeDefinition node, string result, CancellationToken cancellation) =>
        ReadAsync(runId, node, result, isItem: false, cancellation);

    private async Task<JsonElement?> ReadAsync(
        string runId, NodeDefinition node, string result, bool isItem, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(result);
        if (result.StartsWith(NodeResults.FanOutPrefix, StringComparison.Ordinal))
        {
            return await ReadItemsAsync(runId, node, result[NodeResults.FanOutPrefix.Length..], cancellation);
        }

        if (result.StartsWith(NodeResults.RowPrefix, StringComparison.Ordinal))
        {
            return await results.FindAsync(runId, result, cancellation);
        }

        if (NodeResults.IsEvaluated(result))
        {
            var workItemId = result[NodeResults.EvaluatedPrefix.Length..];
            return await ReadAsync(runId, node, workItemId, isItem, cancellation) is { } judged
                ? EvaluationRows.AddTo(judged, await evaluations.FindAsync(runId, workItemId, cancellation))
                : null;
        }

        var item = await items.FindAsync(runId, result, cancellation);
        if (item?.Report is not { } report)
        {
            return null;
        }

        var printed = node.OutputFormat == OutputFormat.Json
            ? await content.PrintedAsync(report, cancellation)
            : null;

        // In a list of many a claim check would be one more value among others, so there the ends have to do.
        var told = isItem ? report with { StdoutContent = null, StderrContent = null } : report;
        return NodeOutput.Of(told, printed);
    }

    private async Task<JsonElement> ReadItemsAsync(
        string runId, NodeDefinition node, string place, CancellationToken cancellation)
    {
        var count = (await lists.HeadAsync(runId, place, cancellation)).Count;
        var read = new List<(NodeStatus Status, JsonElement? Output)>();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(ReadAtATime))
        {
            read.AddRange(await Task.WhenAll(
                numbers.Select(number => ReadItemAsync(runId, node, $"{place}[{number}]", cancellation))));
        }

        var view = new FanOutView(
            count,
            read.Count(item => item.Status == NodeStatus.Failed),
            [.. read.Select(item => item.Output)],
            [.. read.Select(item => item.Status)],
            [.. read.Select(item => item.Output is { } output ? PlainResult.Of(output) : (JsonElement?)null)]);
        return JsonSerializer.SerializeToElement(view, ScopesJsonContext.Default.FanOutView);
    }

    private async Task<(NodeStatus Status, JsonElement? Output)> ReadItemAsync(
        string runId, NodeDefinition node, string path, CancellationToken cancellation)
    {
        var row = await tables.FindNodeAsync(runId, path, cancellation);
        if (row is null)
        {
            return (NodeStatus.Cancelled, null);
        }

        var result = row.Current() switch
        {
            { WorkItemId: { } workItemId } when node.Evaluation is not null => NodeResults.Evaluated(workItemId),
            { WorkItemId: { } workItemId } => workItemId,
            var current => NodeResults.Row(NodeRun.Place(path, current?.Number ?? 1)),
        };
        return row.Status == NodeStatus.Completed
            ? (row.Status, await ReadAsync(runId, node with { FanOut = null }, result, isItem: true, cancellation))
            : (row.Status, null);
    }
}
