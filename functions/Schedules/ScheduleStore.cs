using Azure;
using Swarm.Contracts;
using Swarm.Contracts.Schedules;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Schedules;

/// <summary>The stored schedules and the ticks that have come.</summary>
public sealed class ScheduleStore(SwarmTables tables, Projections projections)
{
    /// <summary>How many ticks of a schedule stay on record.</summary>
    public const int MaxTicks = 200;

    private const string AllSchedules = "schedules:all";

    /// <summary>Ticks that are written in one transaction, beside the head and as many that leave.</summary>
    internal const int MaxTicksPerWrite = 48;

    public Task<Stored<ScheduleDocument>?> FindAsync(string id, CancellationToken cancellation) =>
        tables.Schedules.FindAsync(
            id, ScheduleRows.Head, SchedulesJsonContext.Default.ScheduleDocument, cancellation);

    /// <summary>A schedule as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such schedule.</exception>
    public async Task<Stored<ScheduleDocument>> ReadAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) ?? throw NotFound(id);

    /// <summary>A page of all schedules, the newest first.</summary>
    public Task<(IReadOnlyList<ScheduleDocument> Items, string? Next)> ListAsync(
        string? after, int limit, CancellationToken cancellation) =>
        projections.ReadAsync(
            AllSchedules, after, limit, async id => (await FindAsync(id, cancellation))?.Document, cancellation);

    /// <summary>The ticks on record, the latest first.</summary>
    public async Task<IReadOnlyList<ScheduleTick>> TicksAsync(
        string id, int limit, CancellationToken cancellation)
    {
        var rows = await tables.Schedules.QueryAsync(
            Filters.Prefix(id, ScheduleRows.TickPrefix), limit, cancellation);
        return [.. rows.Select(row => Documents.Read(row, SchedulesJsonContext.Default.ScheduleTick))];
    }

    /// <summary>Enters a schedule into the list; done before it is stored.</summary>
    public Task EnterAsync(ScheduleDocument schedule, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return projections.EnterAsync(AllSchedules, schedule.CreatedAt, schedule.Id, cancellation);
    }

    /// <summary>Stores a schedule with ticks that it has come to; false when somebody else changed it first.</summary>
    public async Task<bool> SaveAsync(
        ScheduleDocument schedule, ETag etag, IReadOnlyList<ScheduleTick> ticks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(ticks);
        var transaction = new TableTransaction(schedule.Id);
        transaction.Save(ScheduleRows.ToRow(schedule, etag));

        // A tick that waited and started in the same turn has two entries, of which the later tells more.
        var rows = ticks.Reverse().Select(tick => ScheduleRows.ToRow(schedule.Id, tick));
        var written = rows.DistinctBy(row => row.RowKey).ToList();
        written.ForEach(transaction.Upsert);
        if (written.Count > 0)
        {
            await ForgetAsync(schedule.Id, written, transaction, cancellation);
        }

        return await tables.Schedules.CommitAsync(transaction, cancellation);
    }

    /// <summary>Deletes a schedule, then what its ticks left; false when somebody else changed it first.</summary>
    public async Task<bool> DeleteAsync(string id, ETag etag, CancellationToken cancellation)
    {
        if (!await tables.Schedules.DeleteAsync(id, ScheduleRows.Head, cancellation, etag))
        {
            return false;
        }

        var filter = Filters.Prefix(id, ScheduleRows.TickPrefix);
        foreach (var row in await tables.Schedules.QueryAsync(filter, 2 * MaxTicks, cancellation))
        {
            await tables.Schedules.DeleteAsync(id, row.RowKey, cancellation);
        }

        return true;
    }

    public static ApiProblemException NotFound(string id) =>
        Problems.NotFound($"There is no schedule '{id}'. GET /{ApiRoutes.Schedules} lists all.");

    /// <summary>Lets the oldest ticks go, as many as come at most.</summary>
    private async Task ForgetAsync(
        string id, List<TableEntity> written, TableTransaction transaction, CancellationToken cancellation)
    {
        var filter = Filters.Prefix(id, ScheduleRows.TickPrefix);
        var rows = await tables.Schedules.QueryAsync(filter, MaxTicks + written.Count, cancellation);
        foreach (var row in rows.Skip(MaxTicks - written.Count).ExceptBy(written.Select(w => w.RowKey), r => r.RowKey))
        {
            if (transaction.Count == TableTransaction.MaxActions)
            {
                break;
            }

            transaction.Delete(row.RowKey);
        }
    }
}
