using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Statuses;
using Swarm.Durable.Client;
using Swarm.Embedded.Tables;
using Swarm.Functions.Pending;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Pending;

public sealed class PendingTests
{
    [Fact]
    public async Task An_effect_is_left_to_whoever_made_it_for_ten_seconds()
    {
        var handler = new Handler();
        await using var app = AppWith(handler);
        await AddAsync(app, "test", "a");

        app.Clock.Advance(TimeSpan.FromSeconds(9));
        await app.SweepAsync();
        Assert.Empty(handler.Calls);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.SweepAsync();

        Assert.Equal(["a"], handler.Calls);
    }

    [Fact]
    public async Task What_is_done_is_not_done_again()
    {
        var handler = new Handler();
        await using var app = AppWith(handler);
        await AddAsync(app, "test", "a");
        var cleared = await AddAsync(app, "test", "b");
        await app.Get<PendingStore>().ClearAsync(cleared, CancellationToken.None);

        await app.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["a"], handler.Calls);
    }

    [Fact]
    public async Task An_effect_that_fails_is_tried_ever_less_often_and_holds_up_nobody()
    {
        var handler = new Handler { Fails = id => id == "bad" };
        await using var app = AppWith(handler);
        await AddAsync(app, "test", "bad");
        await AddAsync(app, "test", "good");

        await app.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Single(handler.Calls, "good");
        Assert.InRange(handler.Calls.Count(id => id == "bad"), 5, 10);
        handler.Fails = _ => false;
        await app.PassAsync(TimeSpan.FromMinutes(5));
        var calls = handler.Calls.Count;
        await app.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(calls, handler.Calls.Count);
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_hold_up_no_others()
    {
        var handler = new Handler();
        await using var app = AppWith(handler);
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.BeatAsync(worker, (await app.TakeAsync(worker)).Held());
        var tables = app.Get<SwarmTables>();
        await tables.ActiveWork.UpsertAsync(Unreadable(worker, "0"), CancellationToken.None);
        for (var shard = 0; shard < PendingStore.Shards; shard++)
        {
            await tables.Pending.UpsertAsync(Unreadable($"{shard:D2}", "0"), CancellationToken.None);
        }

        await AddAsync(app, "test", "a");
        await app.PassAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(["a"], handler.Calls);
        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_worker_whose_row_cannot_be_read_holds_up_nobody()
    {
        var handler = new Handler();
        await using var app = AppWith(handler);
        await app.Get<SwarmTables>().Workers.UpsertAsync(Unreadable("worker", "0"), CancellationToken.None);
        var claim = new ActiveWorkDocument(Work.RunId, 1, app.Clock.GetUtcNow());
        await app.Get<ActiveWorkStore>().PutAsync("0", Work.ItemId, claim, CancellationToken.None);
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        await app.BeatAsync(worker, (await app.TakeAsync(worker)).Held());
        await AddAsync(app, "test", "a");

        await app.PassAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(["a"], handler.Calls);
        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task An_effect_that_a_newer_version_wrote_is_kept_for_it()
    {
        await using var app = AppWith(new Handler());
        await AddAsync(app, "of the future", "a");

        await app.PassAsync(TimeSpan.FromHours(1));

        Assert.Single(await DueAsync(app, TimeSpan.FromMinutes(6)));
    }

    [Fact]
    public async Task A_row_whose_thing_was_never_stored_goes_after_a_quarter_of_an_hour()
    {
        await using var app = new TestApp();
        await app.Get<PendingStore>().AddAsync(
            PendingKinds.WorkItem, Work.RunId, Work.ItemId, CancellationToken.None);

        await app.PassAsync(TimeSpan.FromMinutes(14));
        Assert.Single(await DueAsync(app, TimeSpan.FromSeconds(10)));
        await app.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Empty(await DueAsync(app, TimeSpan.FromMinutes(10)));
    }

    private static TableEntity Unreadable(string partitionKey, string rowKey) =>
        new(partitionKey, rowKey) { ["D0"] = "{" };

    private static TestApp AppWith(Handler handler) =>
        new(services => services.AddSingleton<IPendingHandler>(handler));

    private static Task<PendingEffect> AddAsync(TestApp app, string kind, string id) =>
        app.Get<PendingStore>().AddAsync(kind, id, workItemId: null, CancellationToken.None);

    /// <summary>What is due after some more time, in all shards.</summary>
    private static async Task<IReadOnlyList<PendingEffect>> DueAsync(TestApp app, TimeSpan later)
    {
        app.Clock.Advance(later);
        var due = new List<PendingEffect>();
        for (var shard = 0; shard < PendingStore.Shards; shard++)
        {
            due.AddRange(await app.Get<PendingStore>().DueAsync(shard, 100, CancellationToken.None));
        }

        return due;
    }

    private sealed class Handler : IPendingHandler
    {
        public string Kind => "test";

        public List<string> Calls { get; } = [];

        public Func<string, bool> Fails { get; set; } = _ => false;

        public Task<PendingOutcome> RedoAsync(
            PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation)
        {
            Calls.Add(effect.RunId);
            return Fails(effect.RunId)
                ? throw new InvalidOperationException("Not today.")
                : Task.FromResult(PendingOutcome.Done);
        }
    }
}
