using System.Globalization;
using Microsoft.Extensions.Options;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.WorkLogs;

/// <summary>
/// The logs of work items. A chunk and the head that counts lines are written together, so a chunk that is sent again
/// after a lost answer is known by its lines' numbers and stored once.
/// </summary>
public sealed class WorkLogStore(
    SwarmTables tables, WorkLogSignals signals, IOptions<WorkLogOptions> options, TimeProvider time)
{
    private const string HeadRow = "head";

    /// <summary>Sorts after every chunk, whose keys are digits.</summary>
    private const string AfterChunks = ":";

    /// <summary>A reader's position is chunk × this + lines read of it; a chunk never has as many lines.</summary>
    private const int PositionsPerChunk = 10_000;

    private const int MaxChunksPerRead = 64;

    /// <summary>Appends the lines that are new; returns the number of the line that is expected next.</summary>
    /// <exception cref="ApiProblemException">409: lines before these are missing.</exception>
    public async Task<long> AppendAsync(string workItemId, LogChunk chunk, CancellationToken cancellation)
    {
        var head = await Contention.RetryAsync(
            $"the log of work item '{workItemId}'",
            () => TryAppendAsync(workItemId, chunk, cancellation),
            cancellation);
        signals.Raise(workItemId);
        return head.NextLine;
    }

    /// <summary>At most <paramref name="limit"/> lines after a position; 0 is before the first.</summary>
    public async Task<LogPage> ReadAsync(
        string workItemId, long after, int limit, CancellationToken cancellation)
    {
        var firstChunk = after / PositionsPerChunk;
        var filter = Filters.Range(workItemId, ChunkRow(firstChunk), AfterChunks);
        var lines = new List<LogLine>();
        var next = after;
        foreach (var row in await tables.Logs.QueryAsync(filter, MaxChunksPerRead, cancellation))
        {
            var chunk = long.Parse(row.RowKey, CultureInfo.InvariantCulture);
            var document = Documents.Read(row, WorkLogsJsonContext.Default.LogChunkDocument);
            var start = chunk == firstChunk ? (int)(after % PositionsPerChunk) : 0;
            var taken = document.Lines.Skip(start).Take(limit - lines.Count).ToList();
            lines.AddRange(taken);
            next = (chunk * PositionsPerChunk) + start + taken.Count;
            if (lines.Count == limit)
            {
                break;
            }
        }

        return new LogPage(lines, next);
    }

    private async Task<LogHeadDocument?> TryAppendAsync(
        string workItemId, LogChunk chunk, CancellationToken cancellation)
    {
        var type = WorkLogsJsonContext.Default.LogHeadDocument;
        var stored = await tables.Logs.FindAsync(workItemId, HeadRow, type, cancellation);
        var head = stored?.Document ?? new LogHeadDocument();
        if (head.Token != chunk.Token)
        {
            head = head with { Token = chunk.Token, NextLine = 1 };
        }

        if (chunk.First > head.NextLine)
        {
            throw WorkLogProblems.Gap(workItemId, head.NextLine, chunk.First);
        }

        var fresh = chunk.Lines.Skip((int)Math.Min(head.NextLine - chunk.First, chunk.Lines.Count)).ToList();
        if (fresh.Count == 0)
        {
            return head;
        }

        var transaction = new TableTransaction(workItemId);
        var after = Append(transaction, head, fresh);
        transaction.Save(Documents.ToRow(workItemId, HeadRow, after, type, stored?.ETag ?? default));
        return await tables.Logs.CommitAsync(transaction, cancellation) ? after : null;
    }

    private LogHeadDocument Append(TableTransaction transaction, LogHeadDocument head, List<LogLine> fresh)
    {
        var counted = head with { NextLine = head.NextLine + fresh.Count };
        if (head.IsFull)
        {
            return counted;
        }

        var bytes = head.Bytes + LogLimits.BytesOf(fresh);
        var isFull = bytes > options.Value.MaxBytesPerWorkItem;
        var kept = isFull ? [FullLine()] : fresh;
        var row = ChunkRow(head.NextChunk);
        var chunk = new LogChunkDocument(head.Token, kept);
        transaction.Add(Documents.ToRow(
            transaction.PartitionKey, row, chunk, WorkLogsJsonContext.Default.LogChunkDocument));
        return counted with { NextChunk = head.NextChunk + 1, Bytes = isFull ? head.Bytes : bytes, IsFull = isFull };
    }

    private LogLine FullLine() => new(
        time.GetUtcNow(),
        "agent",
        $"The log is longer than {options.Value.MaxBytesPerWorkItem / 1024} KiB; what follows is not kept.");

    private static string ChunkRow(long number) => number.ToString("D8", CultureInfo.InvariantCulture);
}
