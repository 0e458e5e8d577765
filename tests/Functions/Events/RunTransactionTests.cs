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

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

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
    public async Task Changes_that_wait_for_another_are_written_together()
    {
        await using var app = new TestApp();
        app.Crash.Restart();
        var before = new TaskCompletionSource();

        var first = HoldUpAsync(app, before.Task);
        var others = Enumerable.Range(0, 10).Select(n => TellAsync(app.Get<RunTransactions>(), $"event-{n}")).ToList();
        before.SetResult();
        await Task.WhenAll([first, .. others]).WaitAsync(s_patience);

        Assert.Equal(2, app.Crash.Writes);
        var events = await app.Get<RunEventReader>().ReadAsync(RunId, 0, 20, s_none);
        Assert.Equal(Enumerable.Range(1, 11), events.Select(told => (int)told.Sequence));
    }

    [Fact]
    public async Task Of_changes_that_wait_each_sees_what_those_before_it_have_done()
    {
        await using var app = new TestApp();
        var before = new TaskCompletionSource();

        var first = HoldUpAsync(app, before.Task);
        var counts = Enumerable.Range(0, 5).Select(_ => CountAsync(app)).ToList();
        before.SetResult();
        await first.WaitAsync(s_patience);

        int[] seen = await Task.WhenAll(counts).WaitAsync(s_patience);
        Assert.Equal([1, 2, 3, 4, 5], seen);
    }

    [Fact]
    public async Task A_change_that_throws_or_is_given_up_while_it_waits_harms_no_other()
    {
        await using var app = new TestApp();
        var transactions = app.Get<RunTransactions>();
        using var giveUp = new CancellationTokenSource();
        var before = new TaskCompletionSource();

        var first = HoldUpAsync(app, before.Task);
        var good = TellAsync(transactions, "good");
        var bad = transactions.ChangeAsync<bool>(
            RunId, _ => throw new InvalidOperationException("Not today."), s_none);
        var leaving = transactions.ChangeAsync(RunId, _ => Task.FromResult(true), giveUp.Token);
        var later = TellAsync(transactions, "later");
        await giveUp.CancelAsync();
        before.SetResult();
        await Task.WhenAll(first, good, later).WaitAsync(s_patience);

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad.WaitAsync(s_patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(s_patience));
        var events = await app.Get<RunEventReader>().ReadAsync(RunId, 0, 10, s_none);
        Assert.Equal(["first", "good", "later"], events.Select(told => told.Id));
    }

    [Fact]
    public async Task Changes_that_do_not_go_into_one_transaction_go_into_several()
    {
        await using var app = new TestApp();
        app.Crash.Restart();
        var before = new TaskCompletionSource();

        // An event is two rows, and a transaction holds a hundred.
        var first = HoldUpAsync(app, before.Task);
        var others = Enumerable.Range(0, 10)
            .Select(n => TellAsync(app.Get<RunTransactions>(), [.. Enumerable.Range(0, 12).Select(m => $"{n}-{m}")]))
            .ToList();
        before.SetResult();
        await Task.WhenAll([first, .. others]).WaitAsync(s_patience);

        Assert.Equal(4, app.Crash.Writes);
        Assert.Equal(121, (await app.Get<RunEventReader>().ReadAsync(RunId, 0, 200, s_none)).Count);
    }

    [Fact]
    public async Task Changes_that_meet_another_writer_together_are_made_again_one_by_one()
    {
        await using var app = new TestApp();
        var elsewhere = Another(app);
        var before = new TaskCompletionSource();

        var first = HoldUpAsync(app, before.Task);
        var calls = 0;
        var overtaken = app.Get<RunTransactions>().ChangeAsync(
            RunId,
            transaction =>
            {
                if (++calls == 1)
                {
                    app.Crash.BeforeNextTransaction(() => TellAsync(elsewhere, "elsewhere").Wait());
                }

                transaction.Tell("overtaken", RunEventTypes.NodeQueued);
                return Task.FromResult(true);
            },
            s_none);
        var counts = Enumerable.Range(0, 3).Select(_ => CountAsync(app)).ToList();
        before.SetResult();
        await Task.WhenAll(first, overtaken).WaitAsync(s_patience);

        int[] seen = await Task.WhenAll(counts).WaitAsync(s_patience);
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(2, calls);
        var events = await app.Get<RunEventReader>().ReadAsync(RunId, 0, 10, s_none);
        Assert.Equal(["first", "elsewhere", "overtaken"], events.Select(told => told.Id));
    }

    [Fact]
    public async Task Whoever_waits_for_events_is_woken()
    {
        await using var app = new TestApp();
        using var subscription = app.Get<RunEventSignals>().Subscribe(RunId);

        await TellAsync(app.Get<RunTransactions>(), "a");

        Assert.True(await subscription.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System, s_none));
    }

    /// <summary>A change that is not made before something has happened; all others of the run wait for it.</summary>
    private static Task<bool> HoldUpAsync(TestApp app, Task before) => app.Get<RunTransactions>().ChangeAsync(
        RunId,
        async transaction =>
        {
            await before;
            transaction.Tell("first", RunEventTypes.NodeQueued);
            return true;
        },
        s_none);

    /// <summary>Adds an iteration to the node; how many it has then.</summary>
    private static Task<int> CountAsync(TestApp app) => app.Get<RunTransactions>().ChangeAsync(
        RunId,
        async transaction =>
        {
            var node = await transaction.FindAsync(
                RunRows.Node("build"), RunsJsonContext.Default.NodeDocument, s_none) ?? NodeDocument.Of("build");
            var count = node.Iterations.Count + 1;
            transaction.Save(
                RunRows.Node("build"),
                node.Queued(count, 1, "item", transaction.Now),
                RunsJsonContext.Default.NodeDocument);
            return count;
        },
        s_none);

    /// <summary>As in another process: without the line that spares writers of one process their conflicts.</summary>
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
