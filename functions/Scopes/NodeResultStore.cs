using System.Text.Json;
using Swarm.Core.Graph;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Scopes;

/// <summary>Stores what nodes put out that are no work for a worker.</summary>
public sealed class NodeResultStore(SwarmTables tables)
{
    /// <summary>Stores what a workflow has decided on as its result; what was stored before stays.</summary>
    public Task StoreAsync(RunReference workflow, JsonElement output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var row = Documents.ToRow(
            workflow.RunId,
            NodeResults.Decision(workflow),
            new ResultDocument(output),
            ScopesJsonContext.Default.ResultDocument);
        return tables.Runs.AddAsync(row, cancellation);
    }

    /// <summary>What a workflow has decided on.</summary>
    public async Task<JsonElement> ReadAsync(RunReference workflow, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var type = ScopesJsonContext.Default.ResultDocument;
        var row = NodeResults.Decision(workflow);
        var stored = await tables.Runs.FindAsync(workflow.RunId, row, type, cancellation);
        return stored?.Document.Output
            ?? throw new InvalidOperationException($"Run '{workflow.RunId}' has no row '{row}'.");
    }

    /// <summary>Stores what a node has put out, and says that it has ended well.</summary>
    public async Task<NodeEnded> StoreAsync(NodeRun node, JsonElement output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        var result = NodeResults.Row(node.Place());
        var row = Documents.ToRow(
            node.Run.RunId, result, new ResultDocument(output), ScopesJsonContext.Default.ResultDocument);
        await tables.Runs.UpsertAsync(row, cancellation);
        return new NodeEnded
        {
            Outcome = NodeOutcome.Completed,
            Output = OutputSummary.Of(output),
            ResultRow = result,
        };
    }
}
