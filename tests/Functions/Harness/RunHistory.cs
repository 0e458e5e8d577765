using Swarm.Contracts.Json;
using Swarm.Embedded.Tables;
using Swarm.Functions.Events;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;

namespace Swarm.Tests.Functions.Harness;

/// <summary>Reads and writes what belongs to the run of a test.</summary>
internal static class RunHistory
{
    /// <summary>The types of the run's events, in order; checks that their sequence has no gap.</summary>
    public static async Task<IReadOnlyList<string>> EventsAsync(this TestApp app, string runId = Work.RunId)
    {
        var filter = Filters.Prefix(runId, RunRows.EventPrefix);
        var rows = await app.Get<SwarmTables>().Runs.QueryAsync(filter, 1000, CancellationToken.None);
        var events = rows.Select(row => Documents.Read(row, SwarmJsonContext.Default.RunEvent)).ToList();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Sequence));
        return [.. events.Select(e => e.Type)];
    }

    public static async Task<NodeDocument> NodeAsync(this TestApp app)
    {
        var type = RunsJsonContext.Default.NodeDocument;
        var row = RunRows.Node("build");
        var stored = await app.Get<SwarmTables>().Runs.FindAsync(Work.RunId, row, type, CancellationToken.None);
        return stored!.Document;
    }

    /// <summary>What another process writes when it is asked to cancel the run.</summary>
    public static Task CancelElsewhereAsync(this TestApp app)
    {
        var control = new ControlDocument(1, CancelRequested: true, "Enough.", app.Clock.GetUtcNow());
        var type = RunsJsonContext.Default.ControlDocument;
        var row = Documents.ToRow(Work.RunId, RunRows.Control, control, type);
        return app.Get<SwarmTables>().Runs.UpsertAsync(row, CancellationToken.None);
    }

    /// <summary>Another process changes the work item: no gate of this one is in its way.</summary>
    public static async Task ChangeElsewhereAsync(this TestApp app, Func<WorkItemDocument, WorkItemDocument> change)
    {
        var type = WorkItemsJsonContext.Default.WorkItemDocument;
        var row = Documents.ToRow(Work.RunId, RunRows.Work(Work.ItemId), change(await app.ReadAsync()), type);
        await app.Get<SwarmTables>().Runs.UpsertAsync(row, CancellationToken.None);
    }

    /// <summary>Adds many rows to one run, a hundred at a time.</summary>
    public static Task AddRowsAsync(this TestApp app, string runId, IEnumerable<TableEntity> rows) =>
        app.Get<SwarmTables>().AddRowsAsync(runId, rows);

    public static async Task AddRowsAsync(this SwarmTables tables, string runId, IEnumerable<TableEntity> rows)
    {
        foreach (var chunk in rows.Chunk(TableTransaction.MaxActions))
        {
            var transaction = new TableTransaction(runId);
            Array.ForEach(chunk, transaction.Add);
            Assert.True(await tables.Runs.CommitAsync(transaction, CancellationToken.None));
        }
    }

    /// <summary>What asking to cancel the run writes.</summary>
    public static Task AskToCancelAsync(this TestApp app) => app.Get<RunTransactions>().ChangeAsync(
        Work.RunId,
        transaction =>
        {
            var control = new ControlDocument(1, CancelRequested: true, "Enough.", transaction.Now);
            transaction.Save(RunRows.Control, control, RunsJsonContext.Default.ControlDocument);
            return Task.FromResult(true);
        },
        CancellationToken.None);
}
