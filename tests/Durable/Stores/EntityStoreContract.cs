using System.Text;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Stores;

/// <summary>What every store must do with entities; each store runs it.</summary>
public abstract class EntityStoreContract(StoreUnderTest store) : IAsyncDisposable
{
    private const string Id = "@counter@a";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected IDurableStore Store => store.Store;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task An_entity_comes_into_being_with_its_first_message()
    {
        Assert.Null(await Store.FindEntityAsync(Id, withState: true));

        StoredMessage first = (await Store.PostAsync(Id, [1])).Message!;
        StoredMessage second = (await Store.PostAsync(Id, [2])).Message!;

        LoadedEntity loaded = (await Store.LoadEntityAsync(Id))!;
        Assert.Equal(first.InstanceKey, second.InstanceKey);
        Assert.Equal([first.Id, second.Id], loaded.Inbox.Messages.Select(message => message.Id));
        Assert.Equal([[1], [2]], loaded.Inbox.Messages.Select(message => message.Body));
        Assert.Equal(second.Id, loaded.Inbox.LastMessageId);
        Assert.Equal((false, 2, 0L), (loaded.Record.HasState, loaded.Record.Backlog, loaded.Record.Turns));
    }

    [Fact]
    public async Task A_turn_changes_state_lock_and_inbox_together()
    {
        StoredMessage message = (await Store.PostAsync(Id, [1])).Message!;
        var owner = new EntityCaller("o", 7, 2, 5);

        TurnOutcome outcome = await Store.CommitEntityAsync(Turn(message) with
        {
            SetsState = true,
            State = "\"state\"",
            LockedBy = owner,
        });

        Assert.True(outcome.IsCommitted);
        LoadedEntity loaded = (await Store.LoadEntityAsync(Id))!;
        Assert.Empty(loaded.Inbox.Messages);
        Assert.Equal(
            ("\"state\"", owner, Start, 1L, true, 0),
            (loaded.Record.State, loaded.Record.LockedBy, loaded.Record.UpdatedAt, loaded.Record.Turns,
                loaded.Record.HasState, loaded.Record.Backlog));
        Assert.Null((await Store.FindEntityAsync(Id, withState: false))!.State);
    }

    [Fact]
    public async Task A_turn_that_sets_no_state_keeps_it_and_null_deletes_it()
    {
        StoredMessage message = (await Store.PostAsync(Id, [1])).Message!;
        await Store.CommitEntityAsync(Turn(message) with { SetsState = true, State = "1" });

        await Store.CommitEntityAsync(Turn(message) with { Turn = 1 });
        string? kept = (await Store.FindEntityAsync(Id, withState: true))!.State;
        await Store.CommitEntityAsync(Turn(message) with { Turn = 2, SetsState = true });

        Assert.Equal("1", kept);
        EntityRecord record = (await Store.FindEntityAsync(Id, withState: true))!;
        Assert.Null(record.State);
        Assert.False(record.HasState);
    }

    [Fact]
    public async Task A_turn_of_another_count_or_key_is_refused()
    {
        StoredMessage message = (await Store.PostAsync(Id, [1])).Message!;
        EntityCommit turn = Turn(message) with { SetsState = true, State = "1" };

        Assert.False((await Store.CommitEntityAsync(turn with { Turn = 1 })).IsCommitted);
        Assert.False((await Store.CommitEntityAsync(turn with { Key = turn.Key + 1 })).IsCommitted);

        Assert.Single((await Store.LoadEntityAsync(Id))!.Inbox.Messages);
        Assert.Null((await Store.FindEntityAsync(Id, withState: true))!.State);
    }

    [Fact]
    public async Task A_turn_sends_messages_and_starts_orchestrations()
    {
        StoredMessage message = (await Store.PostAsync(Id, [1])).Message!;
        long running = (await Store.CreateAsync(New("running"), [])).Key;

        TurnOutcome outcome = await Store.CommitEntityAsync(Turn(message) with
        {
            Starts = [New("new"), New("running")],
            Messages =
            [
                new OutgoingMessage("@counter@b", null, [2]),
                new OutgoingMessage("running", running, [3]),
                new OutgoingMessage("running", running + 100, [4]),
                new OutgoingMessage("nobody", null, [5]),
            ],
        });

        Assert.Equal((await Store.FindAsync("new", false))!.Key, outcome.ChildKeys[0]);
        Assert.Equal(0, outcome.ChildKeys[1]);
        Assert.Equal([[2], [3]], outcome.Delivered.Select(sent => sent.Body));
        Assert.Equal([[2]], (await Store.LoadEntityAsync("@counter@b"))!.Inbox.Messages.Select(sent => sent.Body));
        Assert.Equal([[3]], (await Store.LoadAsync("running"))!.Inbox.Select(sent => sent.Body));
        Assert.Equal(running, (await Store.FindAsync("running", false))!.Key);
    }

    [Fact]
    public async Task A_turn_of_an_orchestration_sends_to_entities()
    {
        long key = (await Store.CreateAsync(New("o"), [])).Key;

        TurnOutcome outcome = await Store.CommitAsync(new TurnCommit
        {
            InstanceId = "o",
            Key = key,
            Generation = 0,
            Turn = 0,
            History = [0],
            PreviousStatus = Swarm.Durable.Client.OrchestrationRuntimeStatus.Pending,
            Status = Swarm.Durable.Client.OrchestrationRuntimeStatus.Running,
            UpdatedAt = Start,
            Messages = [new OutgoingMessage(Id, null, [1]), new OutgoingMessage(Id, null, [2])],
        });

        Assert.Equal(2, outcome.Delivered.Count);
        Assert.Equal([[1], [2]], (await Store.LoadEntityAsync(Id))!.Inbox.Messages.Select(sent => sent.Body));
    }

    [Fact]
    public async Task Entities_with_messages_are_unfinished_and_are_in_no_list_of_instances()
    {
        await Store.CreateAsync(New("o"), []);
        StoredMessage waiting = (await Store.PostAsync(Id, [1])).Message!;
        StoredMessage done = (await Store.PostAsync("@counter@b", [1])).Message!;
        await Store.CommitEntityAsync(Turn(done) with { SetsState = true, State = "1" });

        IReadOnlyList<UnfinishedInstance> unfinished = await Store.ListUnfinishedAsync(0, 100);

        Assert.Equal(["o", Id], unfinished.Select(one => one.InstanceId));
        Assert.Equal(new UnfinishedInstance(Id, waiting.InstanceKey, true, null), unfinished[1]);
        Assert.Single(await Store.ListUnfinishedAsync(unfinished[0].Key, 1));
        Assert.Equal(["o"], (await Store.ListAsync(new InstanceQuery())).Instances.Select(one => one.InstanceId));
        Assert.Null(await Store.FindAsync(Id, true));
        Assert.False(await Store.PurgeAsync("@counter@b"));
        Assert.Null(await Store.FindEntityAsync("o", true));
    }

    [Fact]
    public async Task What_is_unfinished_is_read_page_by_page_in_the_order_of_keys()
    {
        var expected = new List<string>();
        for (int i = 0; i < 5; i++)
        {
            await Store.PostAsync($"@counter@{i}", [1]);
            await Store.CreateAsync(New($"o{i}"), []);
            await Store.PostAsync($"o{i}", [2]);
            await Store.CreateAsync(New($"later{i}") with { StartAt = Start.AddYears(1) }, []);
            expected.AddRange([$"@counter@{i}", $"o{i}", $"later{i}"]);
        }

        var found = new List<UnfinishedInstance>();
        IReadOnlyList<UnfinishedInstance> page;
        do
        {
            page = await Store.ListUnfinishedAsync(found.Count == 0 ? 0 : found[^1].Key, maxInstances: 2);
            found.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal(expected, found.Select(one => one.InstanceId));
    }

    [Fact]
    public async Task Lists_are_in_the_order_of_ids_filtered_and_paged()
    {
        string[] ids = ["@a@1", "@b@10", "@b@2", "@b@1", "@c@1", "@b@3"];
        for (int i = 0; i < ids.Length; i++)
        {
            StoredMessage message = (await Store.PostAsync(ids[i], [1])).Message!;
            await Store.CommitEntityAsync(Turn(message) with
            {
                UpdatedAt = Start.AddMinutes(i),
                SetsState = i != 5,
                State = i == 5 ? null : $"{i}",
            });
        }

        var all = new EntityListQuery { WithState = true };
        Assert.Equal("@a@1=0 @b@1=3 @b@10=1 @b@2=2 @c@1=4", await ListAsync(all));
        Assert.Equal(
            "@a@1=0 @b@1=3 @b@10=1 @b@2=2 @b@3= @c@1=4", await ListAsync(all with { IncludesTransient = true }));
        Assert.Equal("@b@1=3 @b@10=1 @b@2=2", await ListAsync(all with { IdPrefix = "@b@", PageSize = 2 }));
        Assert.Equal("@b@1=3 @b@10=1", await ListAsync(all with { IdPrefix = "@b@1", PageSize = 1 }));
        Assert.Equal(
            "@b@1=3 @b@2=2",
            await ListAsync(all with { ModifiedFrom = Start.AddMinutes(2), ModifiedTo = Start.AddMinutes(3) }));
        Assert.Equal("@c@1=", await ListAsync(new EntityListQuery { ModifiedFrom = Start.AddMinutes(4) }));
    }

    [Fact]
    public async Task Pages_of_entities_with_any_key_follow_tokens_of_plain_ASCII()
    {
        foreach (string id in new[] { "@k@ä ", "@k@\u4f60", "@k@z" })
        {
            StoredMessage message = (await Store.PostAsync(id, [1])).Message!;
            await Store.CommitEntityAsync(Turn(message) with { SetsState = true, State = "1" });
        }

        var pages = new EntityListQuery { WithState = true, PageSize = 1 };
        Assert.Equal("@k@z=1 @k@ä =1 @k@\u4f60=1", await ListAsync(pages));
    }

    [Fact]
    public async Task Only_an_entity_without_state_messages_and_lock_can_be_removed()
    {
        StoredMessage message = (await Store.PostAsync(Id, [1])).Message!;
        Assert.False(await Store.RemoveEntityAsync(Id));
        await Store.CommitEntityAsync(Turn(message) with { LockedBy = new EntityCaller("o", 1, 0, 0) });
        Assert.False(await Store.RemoveEntityAsync(Id));
        await Store.CommitEntityAsync(Turn(message) with { Turn = 1, SetsState = true, State = "1" });
        Assert.False(await Store.RemoveEntityAsync(Id));
        await Store.CommitEntityAsync(Turn(message) with { Turn = 2, SetsState = true });

        Assert.True(await Store.RemoveEntityAsync(Id));

        Assert.Null(await Store.FindEntityAsync(Id, withState: false));
        Assert.False(await Store.RemoveEntityAsync(Id));
        Assert.True((await Store.PostAsync(Id, [1])).Message!.InstanceKey > message.InstanceKey);
    }

    private static NewInstance New(string id) => new() { InstanceId = id, Name = "Orchestrator", CreatedAt = Start };

    private static EntityCommit Turn(StoredMessage message) => new()
    {
        EntityId = message.InstanceId,
        Key = message.InstanceKey,
        Turn = 0,
        UpdatedAt = Start,
        ConsumedMessages = [message.Id],
    };

    private async Task<string> ListAsync(EntityListQuery query)
    {
        var found = new List<string>();
        do
        {
            EntityPage page = await Store.ListEntitiesAsync(query);
            Assert.True(page.Entities.Count <= query.PageSize);
            Assert.True(Ascii.IsValid(page.ContinuationToken ?? ""));
            found.AddRange(page.Entities.Select(record => $"{record.EntityId}={record.State}"));
            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (query.ContinuationToken is not null);
        return string.Join(' ', found);
    }
}
