using System.Text.Json;
using Swarm.Core.Graph;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Scopes;

/// <summary>Stores what nodes put out that are no work for a worker.</summary>
public sealed class NodeResultStore(SwarmTables tables)
{
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
