using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Events;

/// <summary>
/// Row changes of one run and the events that tell of them, which happen together or not at all. Rows are read through
/// it, so that a change by somebody else in between is noticed and the whole change is made again.
/// </summary>
public sealed class RunTransaction
{
    private readonly Table _runs;
    private readonly Dictionary<string, ETag> _read = [];
    private readonly Dictionary<string, TableEntity> _writes = [];
    private readonly List<RunEvent> _events = [];

    internal RunTransaction(Table runs, string runId, DateTimeOffset now)
    {
        _runs = runs;
        RunId = runId;
        Now = now;
    }

    public string RunId { get; }

    /// <summary>When the events of this transaction happened.</summary>
    public DateTimeOffset Now { get; }

    internal int EventCount => _events.Count;

    /// <summary>The document of a row as this transaction would leave it, or null when there is none.</summary>
    public async Task<T?> FindAsync<T>(string rowKey, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        if (_writes.TryGetValue(rowKey, out var written))
        {
            return Documents.Read(written, type);
        }

        var stored = await _runs.FindAsync(RunId, rowKey, type, cancellation);
        if (stored is null)
        {
            _read.Remove(rowKey);
            return null;
        }

        _read[rowKey] = stored.ETag;
        return stored.Document;
    }

    /// <summary>
    /// Writes a row: replaces what <see cref="FindAsync"/> read, else adds it, which must then not be there.
    /// </summary>
    public void Save<T>(string rowKey, T document, JsonTypeInfo<T> type) =>
        _writes[rowKey] = Documents.ToRow(RunId, rowKey, document, type, _read.GetValueOrDefault(rowKey));

    /// <summary>
    /// Appends an event to the run's history. One whose id was told before is left out, so ids are derived from what
    /// happened and never made up.
    /// </summary>
    public void Tell(string id, string type, string? node = null, int? iteration = null, JsonElement? data = null) =>
        _events.Add(new RunEvent
        {
            Sequence = 0,
            Id = id,
            Type = type,
            At = Now,
            Node = node,
            Iteration = iteration,
            Data = data,
        });

    /// <summary>Whether the event of this id was told, and with it all that its transaction wrote.</summary>
    public async Task<bool> IsToldAsync(string eventId, CancellationToken cancellation) =>
        await _runs.FindAsync(RunId, RunRows.EventId(eventId), cancellation) is not null;

    /// <summary>Leaves out the events that were told before.</summary>
    internal async Task DropToldAsync(CancellationToken cancellation)
    {
        foreach (var known in _events.ToArray())
        {
            if (await IsToldAsync(known.Id, cancellation))
            {
                _events.Remove(known);
            }
        }
    }

    /// <summary>Writes it all; false when somebody else was faster.</summary>
    internal async Task<bool> TryCommitAsync(CancellationToken cancellation)
    {
        var transaction = new TableTransaction(RunId);
        foreach (var row in _writes.Values)
        {
            transaction.Save(row);
        }

        if (_events.Count > 0)
        {
            await AppendEventsAsync(transaction, cancellation);
        }

        return await _runs.CommitAsync(transaction, cancellation);
    }

    private async Task AppendEventsAsync(TableTransaction transaction, CancellationToken cancellation)
    {
        var type = RunsJsonContext.Default.EventHeaderDocument;
        var header = await _runs.FindAsync(RunId, RunRows.EventHeader, type, cancellation);
        var sequence = header?.Document.Last ?? 0;
        foreach (var draft in _events)
        {
            var told = draft with { Sequence = ++sequence };
            transaction.Add(new TableEntity(RunId, RunRows.EventId(told.Id)) { ["Sequence"] = told.Sequence });
            transaction.Add(Documents.ToRow(
                RunId, RunRows.Event(told.Sequence), told, SwarmJsonContext.Default.RunEvent));
        }

        transaction.Save(Documents.ToRow(
            RunId, RunRows.EventHeader, new EventHeaderDocument(sequence), type, header?.ETag ?? default));
    }
}
