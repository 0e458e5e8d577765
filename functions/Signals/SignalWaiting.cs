using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Content;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Signals;

/// <summary>Nodes that wait, for a time to pass or for an event from outside.</summary>
public sealed class SignalWaiting(
    ScopeReader scopes,
    RunStore runs,
    RunTransactions transactions,
    NodeResultStore results,
    ContentValues content,
    SwarmTables tables)
{
    /// <summary>
    /// Begins to wait. Repeated, it tells whether the event has come; the end that was set first stays.
    /// </summary>
    public async Task<NodeWait> OpenAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (await runs.IsCancelledAsync(node, cancellation))
        {
            return await CloseAsync(new NodeWaitEnd(node, IsCancelled: true), cancellation);
        }

        // It has begun before its time runs, so that nobody sees it wait for less than it should.
        var wait = await DefinitionAsync(node, cancellation);
        await transactions.BeginNodeAsync(node, NodeStatus.InProgress, cancellation);
        var document = await transactions.ChangeAsync(
            node.Run.RunId, transaction => StoreWaitAsync(transaction, node, wait, cancellation), cancellation);
        return document.Signal is null && !document.IsOver
            ? new NodeWait { Until = document.Until }
            : await EndAsync(node, wait, document, isCancelled: false, cancellation);
    }

    /// <summary>
    /// Waits no longer. An event that came before counts; from now on the next goes to somebody else.
    /// </summary>
    public async Task<NodeWait> CloseAsync(NodeWaitEnd end, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(end);
        var wait = await DefinitionAsync(end.Node, cancellation);
        var document = await transactions.ChangeAsync(
            end.Node.Run.RunId, transaction => StoreEndAsync(transaction, end.Node, wait, cancellation), cancellation);
        return await EndAsync(end.Node, wait, document, end.IsCancelled, cancellation);
    }

    private async Task<WaitDefinition> DefinitionAsync(NodeRun node, CancellationToken cancellation) =>
        (await scopes.ReadAsync(node.Run, cancellation)).Node(node.Node).Wait!;

    private static async Task<WaitDocument> StoreWaitAsync(
        RunTransaction transaction, NodeRun node, WaitDefinition wait, CancellationToken cancellation)
    {
        var row = SignalRows.Wait(node.Place());
        var type = SignalsJsonContext.Default.WaitDocument;
        if (await transaction.FindAsync(row, type, cancellation) is { } known && known.InstanceId == node.InstanceId())
        {
            if (known is { Signal: not null, IsOver: false })
            {
                known = known with { IsOver = true };
                transaction.Save(row, known, type);
            }

            return known;
        }

        var document = new WaitDocument
        {
            InstanceId = node.InstanceId(),
            Until = transaction.Now + (wait.Duration ?? wait.Timeout!.Value),
        };
        if (wait.Event is { } name)
        {
            var signals = await transaction.FindSignalAsync(name, cancellation);
            var isThere = signals.Taken < signals.Sent;
            document = document with { Signal = isThere ? signals.Taken + 1 : null, IsOver = isThere };
            transaction.Save(name, isThere
                ? signals with { Taken = signals.Taken + 1 }
                : signals with { Waiting = [.. Without(signals, node), node.Place()] });
        }

        transaction.Save(row, document, type);
        return document;
    }

    private static async Task<WaitDocument> StoreEndAsync(
        RunTransaction transaction, NodeRun node, WaitDefinition wait, CancellationToken cancellation)
    {
        var row = SignalRows.Wait(node.Place());
        var type = SignalsJsonContext.Default.WaitDocument;
        var found = await transaction.FindAsync(row, type, cancellation);
        var known = found?.InstanceId == node.InstanceId()
            ? found
            : new WaitDocument { InstanceId = node.InstanceId(), Until = transaction.Now };
        if (known.IsOver || known.Signal is not null)
        {
            return known;
        }

        if (wait.Event is { } name)
        {
            var signals = await transaction.FindSignalAsync(name, cancellation);
            transaction.Save(name, signals with { Waiting = [.. Without(signals, node)] });
        }

        var over = known with { IsOver = true };
        transaction.Save(row, over, type);
        return over;
    }

    private static IEnumerable<string> Without(SignalDocument signals, NodeRun node) =>
        signals.Waiting.Where(place => place != node.Place());

    private async Task<JsonElement?> DataAsync(
        string runId, string name, int number, CancellationToken cancellation)
    {
        var type = SignalsJsonContext.Default.SignalValueDocument;
        var row = SignalRows.Value(name, number);
        var value = (await tables.Runs.FindAsync(runId, row, type, cancellation))?.Document;
        return value?.Content is { } large ? await content.ReadAsync(large, cancellation) : value?.Data;
    }

    private async Task<NodeWait> EndAsync(
        NodeRun node, WaitDefinition wait, WaitDocument document, bool isCancelled, CancellationToken cancellation)
    {
        if (isCancelled && document.Signal is null)
        {
            return NodeWait.Over(NodeEnded.Cancelled("It was cancelled while it waited."));
        }

        var timedOut = wait.Event is not null && document.Signal is null;
        if (timedOut && !wait.ContinueOnTimeout)
        {
            return NodeWait.Over(NodeEnded.Failed($"The event '{wait.Event}' has not come in time."));
        }

        var data = document.Signal is { } number
            ? await DataAsync(node.Run.RunId, wait.Event!, number, cancellation)
            : null;
        var output = new Dictionary<string, JsonElement>
        {
            [WaitOutput.Data] = data ?? JsonElement.Parse("null"),
            [WaitOutput.TimedOut] = JsonSerializer.SerializeToElement(timedOut, SignalsJsonContext.Default.Boolean),
        };
        var json = JsonSerializer.SerializeToElement(output, SignalsJsonContext.Default.DictionaryStringJsonElement);
        return NodeWait.Over(await results.StoreAsync(node, json, cancellation));
    }
}
