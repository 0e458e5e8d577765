using Swarm.Contracts.Runs;
using Swarm.Functions.Events;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Events;

/// <summary>Rows and events of a run change together.</summary>
public sealed class RunTransactionTests
{
    private const string RunId = Work.RunId;

    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task Many_writers_at_a_time_leave_a_history_without_gaps()
    {
        await using var app = new TestApp();
        var elsewhere = Another(app);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            TellAsync(n % 2 == 0 ? app.Get<RunTransactions>() : elsewhere, $"event-{n}")));

        Assert.Equal(40, (await app.EventsAsync()).Count);
    }

    [Fact]
    public async Task An_event_that_was_told_is_left_out_and_the_others_are_not()
    {
        await using var app = new TestApp();
        var transactions = app.Get<RunTransactions>();

        await TellAsync(transactions, "a", "b");
        await TellAsync(transactions, "b", "c");

        var events = await app.Get<RunEventReader>().ReadAsync(RunId, 0, 10, s_none);
        Assert.Equal(["a", "b", "c"], events.Select(told => told.Id));
    }

    [Fact]
    public async Task A_change_in_between_makes_the_whole_change_again()
    {
        await using var app = new TestApp();
        var elsewhere = Another(app);
        var calls = 0;

        await app.Get<RunTransactions>().ChangeAsync(
            RunId,
            async transaction =>
            {
                var node = await transaction.FindAsync(
                    RunRows.Node("build"), RunsJsonContext.Default.NodeDocument, s_none);
                if (++calls == 1)
                {
                    await QueueAsync(elsewhere, "first");
                }

                Save(transaction, node, "second");
                transaction.Tell("queued", RunEventTypes.NodeQueued);
                return true;
            },
            s_none);

        Assert.Equal(2, calls);
        var stored = (await app.Get<RunStore>().NodesAsync(RunId, s_none))["build"];
        Assert.Equal("second", stored.Iterations[0].WorkItemId);
        Assert.Single(await app.EventsAsync());
    }

    [Fact]
    public async Task A_row_is_read_as_the_transaction_would_leave_it()
    {
        await using var app = new TestApp();

        var seen = await app.Get<RunTransactions>().ChangeAsync(
            RunId,
            async transaction =>
            {
                Save(transaction, null, "first");
                return await transaction.FindAsync(
                    RunRows.Node("build"), RunsJsonContext.Default.NodeDocument, s_none);
            },
            s_none);

        Assert.Equal("first", seen!.Iterations[0].WorkItemId);
    }

    [Fact]
    public async Task Whoever_waits_for_events_is_woken()
    {
        await using var app = new TestApp();
        using var subscription = app.Get<RunEventSignals>().Subscribe(RunId);

        await TellAsync(app.Get<RunTransactions>(), "a");

        Assert.True(await subscription.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, s_none));
    }

    /// <summary>As in another process: without the gate that spares writers of one process their conflicts.</summary>
    private static RunTransactions Another(TestApp app) =>
        new(app.Get<SwarmTables>(), new RunEventSignals(), app.Clock);

    private static Task<bool> TellAsync(RunTransactions transactions, params string[] ids) => transactions.ChangeAsync(
        RunId,
        transaction =>
        {
            foreach (var id in ids)
            {
                transaction.Tell(id, RunEventTypes.NodeQueued);
            }

            return Task.FromResult(true);
        },
        s_none);

    private static Task<bool> QueueAsync(RunTransactions transactions, string workItemId) => transactions.ChangeAsync(
        RunId,
        transaction =>
        {
            Save(transaction, null, workItemId);
            return Task.FromResult(true);
        },
        s_none);

    private static void Save(RunTransaction transaction, NodeDocument? node, string workItemId) => transaction.Save(
        RunRows.Node("build"),
        (node ?? NodeDocument.Of("build")).Queued(1, 1, workItemId, transaction.Now),
        RunsJsonContext.Default.NodeDocument);
}
