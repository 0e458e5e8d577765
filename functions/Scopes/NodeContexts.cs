using System.Text.Json;
using Swarm.Core.References;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Scopes;

/// <summary>
/// Puts together what a node can refer to when it starts. Rows do not change once they count, so a repeated look finds
/// the same.
/// </summary>
public sealed class NodeContexts(ScopeReader scopes, OutputReader outputs, ItemLists lists)
{
    public async Task<NodeContext> ReadAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        var scope = await scopes.ReadAsync(node.Run, cancellation);
        var found = await ReadOutputsAsync(scope, node.Run, node.Upstream, cancellation);
        var locals = node.Item is { } index ? await ItemAsync(node, index, cancellation) : null;
        var references = new ReferenceScope(
            scope.Inputs,
            scope.Facts(),
            id => found.TryGetValue(id, out var output) ? output : null,
            locals);
        return new NodeContext(scope, scope.Node(node.Node), references);
    }

    /// <summary>What a workflow's outputs can refer to once it has ended.</summary>
    public async Task<(Scope Scope, ReferenceScope References)> ReadEndedAsync(
        RunReference reference, IReadOnlyDictionary<string, string> results, CancellationToken cancellation)
    {
        var scope = await scopes.ReadAsync(reference, cancellation);
        var found = await ReadOutputsAsync(scope, reference, results, cancellation);
        return (scope, new ReferenceScope(
            scope.Inputs, scope.Facts(), id => found.TryGetValue(id, out var output) ? output : null));
    }

    private async Task<Dictionary<string, JsonElement>> ReadOutputsAsync(
        Scope scope,
        RunReference reference,
        IReadOnlyDictionary<string, string> results,
        CancellationToken cancellation)
    {
        var found = new Dictionary<string, JsonElement>();
        foreach (var (id, result) in results)
        {
            if (await outputs.ReadAsync(reference.RunId, scope.Node(id), result, cancellation) is { } output)
            {
                found[id] = output;
            }
        }

        return found;
    }

    private async Task<Dictionary<string, JsonElement>> ItemAsync(
        NodeRun node, int index, CancellationToken cancellation) => new()
    {
        [ReferenceRoots.Item] = await lists.ItemAsync(node, index, cancellation),
        [ReferenceRoots.Index] = JsonSerializer.SerializeToElement(index, ScopesJsonContext.Default.Int32),
    };
}
