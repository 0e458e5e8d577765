using Swarm.Functions.Storage;

namespace Swarm.Functions.Runs;

/// <summary>Reads the rows of nodes.</summary>
internal static class NodeRows
{
    /// <summary>What is known of a node; null when nothing of it has begun.</summary>
    public static async Task<NodeDocument?> FindNodeAsync(
        this SwarmTables tables, string runId, string path, CancellationToken cancellation) =>
        (await tables.Runs.FindAsync(
            runId, RunRows.Node(path), RunsJsonContext.Default.NodeDocument, cancellation))?.Document;
}
