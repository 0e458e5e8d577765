using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.References;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Content;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Scopes;

/// <summary>The beginning of a node that runs for each item of a list.</summary>
public sealed class FanOutOpening(
    NodeContexts contexts,
    ContentLookup content,
    ItemLists lists,
    RunStore runs,
    RunTransactions transactions,
    CheckpointRequesting checkpoints)
{
    public async Task<FanOutOpened> OpenAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (await runs.IsCancelledAsync(node, cancellation))
        {
            return new FanOutOpened(0, IsCancelled: true);
        }

        if (await checkpoints.FindAsync(node, cancellation) is { } opened)
        {
            return new FanOutOpened(0, Opened: opened);
        }

        var context = await contexts.ReadAsync(node, cancellation);
        IReadOnlyList<JsonElement>? items = null;
        if (context.Node.FanOut!.Over is not null)
        {
            var list = await content.ResolveAsync(
                context.References, scope => ReferenceResolver.ResolveList(context.Node, scope), cancellation);
            if (list.Items is null)
            {
                return new FanOutOpened(0, list.Failure);
            }

            items = list.Items;
        }

        var count = items?.Count ?? context.Node.FanOut.Copies!.Value;
        await lists.StoreAsync(node, items, count, cancellation);
        await transactions.BeginNodeAsync(node, NodeStatus.InProgress, cancellation);
        return new FanOutOpened(count);
    }
}
