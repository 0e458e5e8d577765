using System.Text.Json;
using Swarm.Core.Graph;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Scopes;

/// <summary>What nodes and workflows put out that is no work for a worker.</summary>
public sealed class NodeResultStore(SwarmTables tables, LargeDocuments documents)
{
    /// <summary>Stores what a workflow has decided on as its result; what was stored before stays.</summary>
    public async Task StoreAsync(RunReference workflow, JsonElement output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var row = await ToRowAsync(workflow.RunId, NodeResults.Decision(workflow), output, cancellation);
        await tables.Runs.AddAsync(row, cancellation);
    }

    /// <summary>What a workflow has decided on.</summary>
    public async Task<JsonElement> ReadAsync(RunReference workflow, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var row = NodeResults.Decision(workflow);
        return await FindAsync(workflow.RunId, row, cancellation)
            ?? throw new InvalidOperationException($"Run '{workflow.RunId}' has no row '{row}'.");
    }

    /// <summary>Stores what a node has put out, and says that it has ended well.</summary>
    public async Task<NodeEnded> StoreAsync(NodeRun node, JsonElement output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        var result = NodeResults.Row(node.Place());
        await tables.Runs.UpsertAsync(await ToRowAsync(node.Run.RunId, result, output, cancellation), cancellation);
        return new NodeEnded
        {
            Outcome = NodeOutcome.Completed,
            Output = OutputSummary.Of(output),
            ResultRow = result,
        };
    }

    /// <summary>Stores what a run has put out.</summary>
    public async Task StoreAsync(string runId, JsonElement output, CancellationToken cancellation) =>
        await tables.Runs.UpsertAsync(
            await ToRowAsync(runId, RunRows.Output, output, cancellation), cancellation);

    /// <summary>What a row holds that was stored here; null when there is no such row.</summary>
    public async Task<JsonElement?> FindAsync(string runId, string row, CancellationToken cancellation)
    {
        var type = ScopesJsonContext.Default.ResultDocument;
        return (await documents.FindAsync(runId, row, type, cancellation))?.Output;
    }

    private Task<TableEntity> ToRowAsync(
        string runId, string row, JsonElement output, CancellationToken cancellation) =>
        documents.ToRowAsync(
            runId, row, new ResultDocument(output), ScopesJsonContext.Default.ResultDocument, cancellation);
}
