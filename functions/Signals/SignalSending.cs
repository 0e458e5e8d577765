using System.Text;
using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Contracts.Runs;
using Swarm.Functions.Content;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Signals;

/// <summary>Sends runs events from outside: stored first, then the node that gets it is told.</summary>
public sealed class SignalSending(
    RunStore runs, RunTransactions transactions, PendingStore pending, ContentValues content)
{
    /// <summary>
    /// Sends an event. A node that waits for it gets it, or else the first that will. What is sent again under a key
    /// changes nothing.
    /// </summary>
    /// <exception cref="ApiProblemException">404: no such run; 409: the run has ended, or too many wait.</exception>
    public async Task SendAsync(
        string runId, SignalRequest signal, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var run = await runs.ReadAsync(runId, cancellation);
        if (run.HasEnded())
        {
            throw Problems.Conflict($"Run '{runId}' has ended; no node of it waits for an event any more.");
        }

        var large = await KeepIfLargeAsync(runId, signal.Data, cancellation);
        var row = SignalRows.Signal(signal.Name);
        var effect = await pending.AddAsync(PendingKinds.WakeNode, runId, row, cancellation);
        var instanceId = await transactions.ChangeAsync(
            runId, transaction => StoreAsync(transaction, signal, large, cancellation), cancellation);
        if (instanceId is not null)
        {
            await NodeWaking.WakeAsync(instanceId, engine, cancellation);
        }

        await pending.ClearAsync(effect, cancellation);
    }

    private async Task<ContentReference?> KeepIfLargeAsync(
        string runId, JsonElement? data, CancellationToken cancellation)
    {
        var json = data is { } value ? Encoding.UTF8.GetBytes(value.GetRawText()) : [];
        if (json.Length <= ContentReference.InlineMaxBytes)
        {
            return null;
        }

        try
        {
            return await content.PutAsync(runId, json, ContentType.Json, cancellation);
        }
        catch (ContentRefusedException exception)
        {
            throw ContentProblems.Of(exception);
        }
    }

    /// <summary>Keeps the event, and gives it to the node that waits longest.</summary>
    /// <returns>The orchestration of the node that got the event; null while nobody waits for it.</returns>
    private static async Task<string?> StoreAsync(
        RunTransaction transaction,
        SignalRequest signal,
        ContentReference? large,
        CancellationToken cancellation)
    {
        var (name, data, key) = signal;
        if (key is not null && await WasReceivedAsync(transaction, name, key, cancellation))
        {
            return null;
        }

        var signals = await transaction.FindSignalAsync(name, cancellation);
        if (signals.Sent - signals.Taken >= SignalDocument.MaxUntaken)
        {
            throw Problems.Conflict(
                $"{SignalDocument.MaxUntaken} events '{name}' wait already, and no node has taken one of them.");
        }

        var number = signals.Sent + 1;
        if (key is not null)
        {
            transaction.Save(
                SignalRows.Key(name, key),
                new SignalKeyDocument(number),
                SignalsJsonContext.Default.SignalKeyDocument);
        }

        transaction.Save(
            SignalRows.Value(name, number),
            new SignalValueDocument(large is null ? data : null, transaction.Now, large),
            SignalsJsonContext.Default.SignalValueDocument);
        WaitDocument? first = null;
        if (signals.Waiting.Count > 0)
        {
            var row = SignalRows.Wait(signals.Waiting[0]);
            var type = SignalsJsonContext.Default.WaitDocument;
            first = await transaction.FindAsync(row, type, cancellation);
            transaction.Save(row, first! with { Signal = number }, type);
        }

        transaction.Save(name, signals with
        {
            Sent = number,
            Taken = first is null ? signals.Taken : number,
            Waiting = [.. signals.Waiting.Skip(1)],
        });
        transaction.Tell(
            $"event:{name}:{number}",
            RunEventTypes.EventReceived,
            data: JsonSerializer.SerializeToElement(
                new SignalEventData(name, number), SignalsJsonContext.Default.SignalEventData));
        return first?.InstanceId;
    }

    private static async Task<bool> WasReceivedAsync(
        RunTransaction transaction, string name, string key, CancellationToken cancellation)
    {
        var type = SignalsJsonContext.Default.SignalKeyDocument;
        return await transaction.FindAsync(SignalRows.Key(name, key), type, cancellation) is not null;
    }
}
