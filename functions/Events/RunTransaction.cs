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
    /// <summary>How many characters the rows have together at most where several changes share a transaction.</summary>
    private const int SharedMaxChars = 500_000;

    private readonly Table _runs;
    private readonly List<RunEvent> _events = [];

    // What was read or saved, by row key.
    private Dictionary<string, Row> _rows = [];

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

    /// <summary>Whether it fits into one transaction of the table. An event is two rows; their header is one.</summary>
    internal bool IsWithinLimits =>
        _rows.Values.Count(row => row.Written is not null) + (2 * _events.Count) + 1 <= TableTransaction.MaxActions
        && _rows.Values.Sum(row => row.Chars) <= SharedMaxChars;

    /// <summary>The document of a row as this transaction would leave it, or null when there is none.</summary>
    public async Task<T?> FindAsync<T>(string rowKey, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        if (!_rows.TryGetValue(rowKey, out var row))
        {
            var stored = await _runs.FindAsync(RunId, rowKey, type, cancellation);
            _rows[rowKey] = row = new Row(stored?.Document, stored?.ETag ?? default, Written: null);
        }

        return (T?)row.Document;
    }

    /// <summary>
    /// Writes a row: replaces what <see cref="FindAsync"/> read, else adds it, which must then not be there.
    /// </summary>
    public void Save<T>(string rowKey, T document, JsonTypeInfo<T> type)
    {
        var version = _rows.TryGetValue(rowKey, out var row) ? row.Version : default;
        _rows[rowKey] = new Row(document, version, Documents.ToRow(RunId, rowKey, document, type, version));
    }

    /// <summary>
    /// Appends an event to the run's history. One whose id was told before is left out, so ids are derived from what
    /// happened and never made up.
    /// </summary>
    public void Tell(string id, string type, string? node = null, int? iteration = null, JsonElement? data = null)
    {
        if (Tells(id))
        {
            return;
        }

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
    }

    /// <summary>Whether the event of this id was told, and with it all that its transaction wrote.</summary>
    public async Task<bool> IsToldAsync(string eventId, CancellationToken cancellation) =>
        Tells(eventId) || await IsStoredAsync(eventId, cancellation);

    /// <summary>Makes a way back to what it holds now.</summary>
    internal Action Mark()
    {
        var (rows, events) = (new Dictionary<string, Row>(_rows), _events.Count);
        return () =>
        {
            _rows = rows;
            _events.RemoveRange(events, _events.Count - events);
        };
    }

    /// <summary>Leaves out the events that were told before.</summary>
    internal async Task DropToldAsync(CancellationToken cancellation)
    {
        foreach (var known in _events.ToArray())
        {
            if (await IsStoredAsync(known.Id, cancellation))
            {
                _events.Remove(known);
            }
        }
    }

    /// <summary>Writes it all; false when somebody else was faster.</summary>
    internal async Task<bool> TryCommitAsync(CancellationToken cancellation)
    {
        var transaction = new TableTransaction(RunId);
        foreach (var row in _rows.Values)
        {
            if (row.Written is { } written)
            {
                transaction.Save(written, row.Document);
            }
        }

        if (_events.Count > 0)
        {
            await AppendEventsAsync(transaction, cancellation);
        }

        return await _runs.CommitAsync(transaction, cancellation);
    }

    private bool Tells(string eventId) => _events.Exists(known => known.Id == eventId);

    private async Task<bool> IsStoredAsync(string eventId, CancellationToken cancellation) =>
        await _runs.FindAsync(RunId, RunRows.EventId(eventId), cancellation) is not null;

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

        var next = new EventHeaderDocument(sequence);
        transaction.Save(
            Documents.ToRow(RunId, RunRows.EventHeader, next, type, header?.ETag ?? default), next);
    }

    /// <summary>A row as the transaction leaves it.</summary>
    /// <param name="Document">What it holds; null when there is none.</param>
    /// <param name="Version">The version that was read; the default for none.</param>
    /// <param name="Written">What is to be written; null for nothing.</param>
    private sealed record Row(object? Document, ETag Version, TableEntity? Written)
    {
        public int Chars { get; } = Written?.Sum(property => (property.Value as string)?.Length ?? 0) ?? 0;
    }
}
