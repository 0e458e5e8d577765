using Swarm.Durable.Client;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Stores;

/// <summary>What every store must do; each store runs it.</summary>
public abstract class StoreContract(StoreUnderTest store) : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly OrchestrationRuntimeStatus[] Unended =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    protected IDurableStore Store => store.Store;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_created_instance_is_found_with_all_that_was_given()
    {
        CreateOutcome outcome = await CreateAsync(New("a") with
        {
            Input = "\"in\"",
            Tags = [1, 2, 3],
            TraceParent = "00-trace",
            Version = "1.0",
            Parent = new ParentLink("p", "Parent", 77, 2, 5),
        });

        InstanceRecord record = (await Store.FindAsync("a", withPayloads: true))!;

        Assert.True(outcome.IsCreated);
        Assert.Null(outcome.ExistingStatus);
        Assert.Equal(outcome.Key, record.Key);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, record.Status);
        Assert.Equal(("Orchestrator", "1.0", "\"in\"", "00-trace"),
            (record.Name, record.Version, record.Input, record.TraceParent));
        Assert.Equal(new ParentLink("p", "Parent", 77, 2, 5), record.Parent);
        Assert.Equal([1, 2, 3], record.Tags);
        Assert.Equal(Start, record.CreatedAt);
        Assert.False(record.HasEnded);
        Assert.Null(await Store.FindAsync("b", withPayloads: false));
    }

    [Fact]
    public async Task An_existing_instance_is_replaced_or_refused_by_its_status()
    {
        CreateOutcome first = await CreateAsync(New("a") with { Input = "1" });

        CreateOutcome refused = await CreateAsync(New("a") with { Input = "2" });
        CreateOutcome replaced = await Store.CreateAsync(New("a") with { Input = "3" }, []);

        Assert.False(refused.IsCreated);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, refused.ExistingStatus);
        Assert.True(replaced.Key > first.Key);
        Assert.Equal("3", (await Store.FindAsync("a", withPayloads: true))!.Input);
        Assert.False((await Store.CommitAsync(Turn(first.Key, 0))).IsCommitted);
    }

    [Fact]
    public async Task A_turn_changes_everything_together()
    {
        long key = (await CreateAsync(New("a"))).Key;
        StoredMessage message = (await Store.PostAsync("a", [9])).Message!;

        TurnOutcome outcome = await Store.CommitAsync(Turn(key, 0) with
        {
            ConsumedMessages = [message.Id],
            SetsCustomStatus = true,
            CustomStatus = "\"half\"",
            WakeAt = Start.AddHours(1),
            MustRecover = true,
        });

        LoadedInstance loaded = (await Store.LoadAsync("a"))!;
        Assert.True(outcome.IsCommitted);
        Assert.Equal(OrchestrationRuntimeStatus.Running, loaded.Record.Status);
        Assert.Equal(1, loaded.Record.Turns);
        Assert.Equal("\"half\"", loaded.Record.CustomStatus);
        Assert.Equal(Start.AddHours(1), loaded.Record.WakeAt);
        Assert.Equal([0], Assert.Single(loaded.Turns));
        Assert.Empty(loaded.Inbox);
        Assert.Equal(message.Id, loaded.LastMessageId);
    }

    [Fact]
    public async Task A_turn_that_is_out_of_step_is_refused_and_changes_nothing()
    {
        long key = (await CreateAsync(New("a"))).Key;
        await Store.CommitAsync(Turn(key, 0));

        TurnOutcome again = await Store.CommitAsync(
            Turn(key, 0) with { Messages = [new OutgoingMessage("a", null, [1])] });
        TurnOutcome early = await Store.CommitAsync(Turn(key, 2));
        TurnOutcome other = await Store.CommitAsync(Turn(key, 1) with { Generation = 1 });

        LoadedInstance loaded = (await Store.LoadAsync("a"))!;
        Assert.False(again.IsCommitted || early.IsCommitted || other.IsCommitted);
        Assert.Single(loaded.Turns);
        Assert.Empty(loaded.Inbox);
    }

    [Fact]
    public async Task Messages_are_kept_in_order_until_they_are_consumed()
    {
        long key = (await CreateAsync(New("a"))).Key;
        for (byte i = 1; i <= 3; i++)
        {
            await Store.PostAsync("a", [i]);
        }

        LoadedInstance before = (await Store.LoadAsync("a"))!;
        await Store.CommitAsync(Turn(key, 0) with { ConsumedMessages = [before.Inbox[1].Id] });
        LoadedInstance after = (await Store.LoadAsync("a"))!;

        Assert.Equal([1, 2, 3], before.Inbox.Select(message => message.Body[0]));
        Assert.Equal([1, 3], after.Inbox.Select(message => message.Body[0]));
        Assert.All(before.Inbox, message => Assert.True(message.Id <= before.LastMessageId));
    }

    [Fact]
    public async Task A_message_to_nobody_or_to_an_ended_instance_is_refused()
    {
        long key = (await CreateAsync(New("a"))).Key;
        await Store.CommitAsync(End(key, 0));

        PostOutcome ended = await Store.PostAsync("a", [1]);
        PostOutcome nobody = await Store.PostAsync("b", [1]);

        Assert.True(ended is { Message: null, HasEnded: true });
        Assert.True(nobody is { Message: null, HasEnded: false });
    }

    [Fact]
    public async Task The_end_keeps_output_and_failure_and_drops_the_inbox()
    {
        long key = (await CreateAsync(New("a"))).Key;
        await Store.PostAsync("a", [1]);

        await Store.CommitAsync(End(key, 0) with { Output = "out", Failure = [7] });

        LoadedInstance loaded = (await Store.LoadAsync("a"))!;
        InstanceRecord found = (await Store.FindAsync("a", withPayloads: true))!;
        Assert.Empty(loaded.Inbox);
        Assert.Equal("out", found.Output);
        Assert.Equal([7], found.Failure);
        Assert.Equal(Start.AddMinutes(1), found.CompletedAt);
        Assert.False((await Store.CommitAsync(Turn(key, 1))).IsCommitted);
    }

    [Fact]
    public async Task Children_and_messages_of_a_turn_arrive_where_they_should()
    {
        long key = (await CreateAsync(New("a"))).Key;
        long taken = (await CreateAsync(New("taken"))).Key;
        long old = (await CreateAsync(New("old"))).Key;
        await Store.CommitAsync(End(old, 0));

        TurnOutcome outcome = await Store.CommitAsync(Turn(key, 0) with
        {
            Children = [Child("new", key), Child("taken", key), Child("old", key)],
            Messages =
            [
                new OutgoingMessage("taken", null, [1]),
                new OutgoingMessage("taken", taken + 1_000, [2]),
                new OutgoingMessage("nobody", null, [3]),
                new OutgoingMessage("new", null, [4]),
            ],
        });

        Assert.Equal(3, outcome.ChildKeys.Count);
        Assert.Equal(0, outcome.ChildKeys[1]);
        Assert.True(outcome.ChildKeys[2] > old);
        Assert.Equal(
            ["a:99", "taken:1", "new:4"],
            outcome.Delivered.Select(message => $"{message.InstanceId}:{message.Body[0]}"));
        Assert.Equal([99], Assert.Single((await Store.LoadAsync("a"))!.Inbox).Body);
        Assert.Equal([4], Assert.Single((await Store.LoadAsync("new"))!.Inbox).Body);
        Assert.True(outcome.Delivered[2].Id > outcome.LastMessageId);
        Assert.Equal(["new", "old"], await Store.ListChildrenAsync("a"));
    }

    [Fact]
    public async Task A_message_to_the_children_reaches_those_that_have_not_ended()
    {
        long key = (await CreateAsync(New("a"))).Key;
        TurnOutcome started = await Store.CommitAsync(
            Turn(key, 0) with { Children = [Child("one", key), Child("two", key)] });
        await Store.CommitAsync(End(started.ChildKeys[0], 0) with { InstanceId = "one" });

        TurnOutcome outcome = await Store.CommitAsync(End(key, 1) with { MessageToChildren = [5] });

        StoredMessage message = Assert.Single(outcome.Delivered);
        Assert.Equal("two", message.InstanceId);
        Assert.Equal(started.ChildKeys[1], message.InstanceKey);
    }

    [Fact]
    public async Task A_next_generation_drops_history_and_keeps_messages_in_their_old_places()
    {
        long key = (await CreateAsync(New("a") with { Input = "1" })).Key;
        StoredMessage first = (await Store.PostAsync("a", [1])).Message!;
        await Store.CommitAsync(Turn(key, 0) with { ConsumedMessages = [first.Id] });
        await Store.PostAsync("a", [2]);

        await Store.CommitAsync(Turn(key, 1) with
        {
            History = null,
            MustRecover = true,
            NextGeneration = new NextGeneration("2.0", "2", [first]),
        });

        LoadedInstance loaded = (await Store.LoadAsync("a"))!;
        Assert.Equal((1, 0, "2.0", "2"),
            (loaded.Record.Generation, loaded.Record.Turns, loaded.Record.Version, loaded.Record.Input));
        Assert.Empty(loaded.Turns);
        Assert.Equal([1, 2], loaded.Inbox.Select(message => message.Body[0]));
        Assert.True((await Store.CommitAsync(Turn(key, 0) with { Generation = 1 })).IsCommitted);
    }

    [Fact]
    public async Task What_is_unfinished_is_listed_for_a_restart()
    {
        long waiting = (await CreateAsync(New("waiting"))).Key;
        await Store.CommitAsync(Turn(waiting, 0));
        long pending = (await CreateAsync(New("pending"))).Key;
        long timer = (await CreateAsync(New("timer"))).Key;
        await Store.CommitAsync(Turn(timer, 0) with { WakeAt = Start.AddHours(3) });
        long message = (await CreateAsync(New("message"))).Key;
        await Store.CommitAsync(Turn(message, 0));
        await Store.PostAsync("message", [1]);
        long activity = (await CreateAsync(New("activity"))).Key;
        await Store.CommitAsync(Turn(activity, 0) with { MustRecover = true });
        long ended = (await CreateAsync(New("ended"))).Key;
        await Store.CommitAsync(End(ended, 0));
        long stray = (await CreateAsync(New("stray"))).Key;
        await Store.CommitAsync(End(stray, 0) with { MustRecover = true });
        long settled = (await CreateAsync(New("settled"))).Key;
        await Store.CommitAsync(End(settled, 0) with { MustRecover = true });
        await Store.SettleAsync(settled, 1);
        long later = (await CreateAsync(New("later") with { StartAt = Start.AddDays(1) })).Key;

        UnfinishedInstance[] firstPage = [.. await Store.ListUnfinishedAsync(0, 2)];
        UnfinishedInstance[] rest = [.. await Store.ListUnfinishedAsync(firstPage[^1].Key, 100)];

        Assert.Equal(
            [
                new UnfinishedInstance("pending", pending, true, null),
                new UnfinishedInstance("timer", timer, false, Start.AddHours(3)),
                new UnfinishedInstance("message", message, true, null),
                new UnfinishedInstance("activity", activity, true, null),
                new UnfinishedInstance("stray", stray, true, null),
                new UnfinishedInstance("later", later, false, Start.AddDays(1)),
            ],
            firstPage.Concat(rest));
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged_in_the_order_of_creation()
    {
        for (int i = 0; i < 7; i++)
        {
            long key = (await CreateAsync(New($"i{i}") with { CreatedAt = Start.AddMinutes(i / 2) })).Key;
            if (i % 3 == 0)
            {
                await Store.CommitAsync(End(key, 0) with { InstanceId = $"i{i}" });
            }
        }

        await CreateAsync(New("other"));

        Assert.Equal("i0 i1 other i2 i3 i4 i5 i6", await ListAsync(new InstanceQuery { PageSize = 3 }));
        Assert.Equal(
            "i0 i1 i2 i3 i4 i5 i6", await ListAsync(new InstanceQuery { InstanceIdPrefix = "i", PageSize = 2 }));
        Assert.Equal(
            "i0 i3 i6", await ListAsync(new InstanceQuery { Statuses = [OrchestrationRuntimeStatus.Completed] }));
        Assert.Equal(
            "i2 i3 i4 i5",
            await ListAsync(new InstanceQuery { CreatedFrom = Start.AddMinutes(1), CreatedTo = Start.AddMinutes(2) }));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Store.ListAsync(new InstanceQuery { ContinuationToken = "nonsense" }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ListAsync(
            new InstanceQuery { InstanceIdPrefix = "i", ContinuationToken = "1-1" }));
    }

    [Fact]
    public async Task A_list_by_prefix_is_in_the_order_of_ids_and_takes_the_other_filters()
    {
        foreach (string id in new[] { "run.b~2", "run.a", "run", "run.b~10", "runs", "Run.b", "run.b", "run.b\u00fc" })
        {
            long key = (await CreateAsync(New(id))).Key;
            if (id.StartsWith("run.b", StringComparison.Ordinal))
            {
                await Store.CommitAsync(End(key, 0));
            }
        }

        Assert.Equal(
            "run run.a run.b run.b~10 run.b~2 run.b\u00fc runs",
            await ListAsync(new InstanceQuery { InstanceIdPrefix = "run", PageSize = 2 }));
        Assert.Equal("run.b~10 run.b~2", await ListAsync(new InstanceQuery { InstanceIdPrefix = "run.b~" }));
        Assert.Equal(
            "run run.a runs",
            await ListAsync(new InstanceQuery
            {
                InstanceIdPrefix = "run",
                Statuses = [OrchestrationRuntimeStatus.Pending],
                PageSize = 1,
            }));
        Assert.Equal(string.Empty, await ListAsync(new InstanceQuery { InstanceIdPrefix = "run.c" }));
    }

    [Fact]
    public async Task Lists_are_filtered_by_the_time_of_the_end()
    {
        for (int i = 0; i < 5; i++)
        {
            long key = (await CreateAsync(New($"i{i}"))).Key;
            await Store.CommitAsync(End(key, 0) with { UpdatedAt = Start.AddMinutes(i) });
        }

        await CreateAsync(New("running"));
        await Store.CommitAsync(End((await CreateAsync(New("last"))).Key, 0) with { UpdatedAt = Start.AddSeconds(90) });

        Assert.Equal(
            "i1 last i2 i3",
            await ListAsync(new InstanceQuery
            {
                CompletedFrom = Start.AddMinutes(1),
                CompletedTo = Start.AddMinutes(3),
                PageSize = 2,
            }));
        Assert.Equal("i3 i4", await ListAsync(new InstanceQuery { CompletedFrom = Start.AddMinutes(3) }));
        Assert.Equal("i0", await ListAsync(new InstanceQuery { CompletedTo = Start }));
        Assert.Equal(
            "i2",
            await ListAsync(new InstanceQuery
            {
                InstanceIdPrefix = "i2",
                CompletedFrom = Start,
            }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ListAsync(
            new InstanceQuery { CompletedTo = Start, ContinuationToken = "1-1" }));
    }

    [Fact]
    public async Task A_purge_removes_an_ended_instance_and_no_other()
    {
        long key = (await CreateAsync(New("a"))).Key;
        bool early = await Store.PurgeAsync("a");
        await Store.CommitAsync(End(key, 0) with { Output = "out" });

        bool purged = await Store.PurgeAsync("a");

        Assert.False(early);
        Assert.True(purged);
        Assert.Null(await Store.FindAsync("a", withPayloads: true));
        Assert.False(await Store.PurgeAsync("a"));
        Assert.True((await CreateAsync(New("a"))).Key > key);
        Assert.Empty((await Store.LoadAsync("a"))!.Turns);
    }

    [Fact]
    public async Task A_failed_instance_goes_on_without_output_and_failure_and_with_the_message()
    {
        long key = (await CreateAsync(New("a"))).Key;
        await Store.CommitAsync(Fail(key, 0) with { Output = "bad", Failure = [7], MustRecover = true });

        RewindOutcome outcome = await Store.RewindAsync("a", [5], Start.AddHours(1));
        RewindOutcome again = await Store.RewindAsync("a", [6], Start.AddHours(1));
        await Store.SettleAsync(key, 1);
        LoadedInstance loaded = (await Store.LoadAsync("a"))!;
        TurnOutcome next = await Store.CommitAsync(Turn(key, 1));

        Assert.Equal((OrchestrationRuntimeStatus.Failed, key), (outcome.Status, outcome.Message!.InstanceKey));
        Assert.Equal(new RewindOutcome(null, OrchestrationRuntimeStatus.Running), again);
        Assert.Equal(
            (OrchestrationRuntimeStatus.Running, false, null, null),
            (loaded.Record.Status, loaded.Record.HasEnded, loaded.Record.Output, loaded.Record.Failure));
        Assert.True(loaded.Record.MustRecover);
        Assert.Equal([5], Assert.Single(loaded.Inbox).Body);
        Assert.Single(loaded.Turns);
        Assert.True(next.IsCommitted);
    }

    [Fact]
    public async Task Only_a_failed_instance_is_rewound()
    {
        await CreateAsync(New("pending"));
        await Store.CommitAsync(End((await CreateAsync(New("completed"))).Key, 0));

        Assert.Equal(
            new RewindOutcome(null, OrchestrationRuntimeStatus.Pending),
            await Store.RewindAsync("pending", [1], Start));
        Assert.Equal(
            new RewindOutcome(null, OrchestrationRuntimeStatus.Completed),
            await Store.RewindAsync("completed", [1], Start));
        Assert.Equal(new RewindOutcome(null, null), await Store.RewindAsync("nobody", [1], Start));
    }

    [Fact]
    public async Task Children_of_a_rewound_parent_go_on_answer_again_or_start_anew()
    {
        long parent = (await CreateAsync(New("a"))).Key;
        ChildStart[] children = [.. Kinds().Select(kind => Child(kind, parent))];
        IReadOnlyList<long> keys =
            (await Store.CommitAsync(Turn(parent, 0) with { Children = children })).ChildKeys;
        await Store.CommitAsync(Fail(keys[0], 0));
        await Store.CommitAsync(End(keys[1], 0) with { Output = "out" });
        await Store.CommitAsync(End(keys[2], 0) with { Status = OrchestrationRuntimeStatus.Terminated });
        await Store.CommitAsync(End(keys[4], 0));
        await Store.PurgeAsync("purged");
        await CreateAsync(New("stranger"));

        TurnOutcome outcome = await Store.CommitAsync(Turn(parent, 1) with
        {
            Rewinds =
            [
                .. children.Append(Child("stranger", parent)).Select(
                    child => new ChildRewind(child, [50], output => [(byte)output!.Length], _ => false)),
            ],
        });

        Assert.Equal([true, true, false, true, false, true], outcome.RestartedKeys.Select(key => key == 0));
        Assert.Equal(
            [("failed", 50), ("a", 3), ("a", 99)],
            outcome.Delivered.Select(message => (message.InstanceId, (int)message.Body[0])));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Store.FindAsync("failed", false))!.Status);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Store.FindAsync("terminated", false))!.Status);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Store.FindAsync("purged", false))!.Status);
        Assert.Equal(
            (await Store.ListAsync(new InstanceQuery())).Instances
                .GroupBy(record => record.Status)
                .ToDictionary(group => group.Key, group => (long)group.Count()),
            Store.CountByStatus());

        static string[] Kinds() => ["failed", "completed", "terminated", "running", "purged"];
    }

    [Fact]
    public async Task Instances_are_counted_by_status_through_all_that_changes_it()
    {
        long parent = (await CreateAsync(New("a"))).Key;
        await CreateAsync(New("a"));
        long replaced = (await CreateAsync(New("replaced"))).Key;
        await Store.CommitAsync(End(replaced, 0));
        await CreateAsync(New("replaced"));
        IReadOnlyList<long> children = (await Store.CommitAsync(
            Turn(parent, 0) with { Children = [Child("c1", parent), Child("c2", parent), Child("c3", parent)] }))
            .ChildKeys;
        await Store.CommitAsync(Fail(children[0], 0));
        await Store.CommitAsync(Fail(children[1], 0));
        await Store.CommitAsync(End(children[2], 0));
        TurnOutcome refused = await Store.CommitAsync(End(children[2], 0));
        Dictionary<OrchestrationRuntimeStatus, long> before = new(Store.CountByStatus());
        await Store.RewindAsync("c1", [1], Start);
        await Store.PurgeAsync("c3");

        Assert.False(refused.IsCommitted);
        Assert.Equal(
            new Dictionary<OrchestrationRuntimeStatus, long>
            {
                [OrchestrationRuntimeStatus.Running] = 1,
                [OrchestrationRuntimeStatus.Pending] = 1,
                [OrchestrationRuntimeStatus.Failed] = 2,
                [OrchestrationRuntimeStatus.Completed] = 1,
            },
            before);
        Assert.Equal(
            new Dictionary<OrchestrationRuntimeStatus, long>
            {
                [OrchestrationRuntimeStatus.Running] = 2,
                [OrchestrationRuntimeStatus.Pending] = 1,
                [OrchestrationRuntimeStatus.Failed] = 1,
            },
            Store.CountByStatus());
    }

    private static NewInstance New(string id) => new() { InstanceId = id, Name = "Orchestrator", CreatedAt = Start };

    private static ChildStart Child(string id, long parentKey) =>
        new(New(id) with { Parent = new ParentLink("a", "Orchestrator", parentKey, 0, 1) }, [99]);

    private static TurnCommit Turn(long key, int turn) => new()
    {
        InstanceId = "a",
        Key = key,
        Generation = 0,
        Turn = turn,
        History = [(byte)turn],
        PreviousStatus = turn == 0 ? OrchestrationRuntimeStatus.Pending : OrchestrationRuntimeStatus.Running,
        Status = OrchestrationRuntimeStatus.Running,
        UpdatedAt = Start.AddMinutes(1),
    };

    private static TurnCommit End(long key, int turn) =>
        Turn(key, turn) with { Status = OrchestrationRuntimeStatus.Completed, IsEnd = true };

    private static TurnCommit Fail(long key, int turn) =>
        End(key, turn) with { Status = OrchestrationRuntimeStatus.Failed };

    private Task<CreateOutcome> CreateAsync(NewInstance instance) =>
        Store.CreateAsync(instance, Unended).WaitAsync(EngineHost.Patience);

    private async Task<string> ListAsync(InstanceQuery query)
    {
        var ids = new List<string>();
        do
        {
            InstancePage page = await Store.ListAsync(query);
            Assert.True(page.Instances.Count <= query.PageSize);
            ids.AddRange(page.Instances.Select(record => record.InstanceId));
            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (query.ContinuationToken is not null);
        return string.Join(' ', ids);
    }
}
