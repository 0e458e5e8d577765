using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Stores;

/// <summary>
/// What every store must do with entities that have much, and with locks whose owners are gone; each store runs it.
/// </summary>
public abstract class EntityLimitContract(StoreUnderTest store) : IAsyncDisposable
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
    public async Task An_inbox_is_read_page_by_page_and_a_page_has_a_limit_of_messages_and_of_bytes()
    {
        foreach (int size in new[] { 1, 1, 1, 9, 1, 2, 2, 2 })
        {
            await Store.PostAsync(Id, new byte[size]);
        }

        StoredMessage other = (await Store.PostAsync("@counter@b", [1])).Message!;
        var limit = new InboxLimit(MaxMessages: 3, MaxBytes: 5);
        LoadedEntity loaded = (await Store.LoadEntityAsync(Id, limit))!;
        var pages = new List<InboxPage> { loaded.Inbox };
        while (pages[^1].HasMore)
        {
            pages.Add(await Store.ReadInboxAsync(Id, loaded.Record.Key, pages[^1].ReadUpTo, limit));
        }

        Assert.Equal(
            ["1 1 1", "9", "1 2 2", "2"],
            pages.Select(page => string.Join(' ', page.Messages.Select(message => message.Body.Length))));
        Assert.Equal(pages[0].Messages[^1].Id, pages[0].ReadUpTo);
        Assert.Equal(other.Id, pages[^1].ReadUpTo);
        Assert.All(pages, page => Assert.Equal(other.Id, page.LastMessageId));
        Assert.Equal(8, (await Store.LoadEntityAsync(Id))!.Inbox.Messages.Count);
        Assert.Empty((await Store.ReadInboxAsync("@counter@c", 99, 0, limit)).Messages);
    }

    [Fact]
    public async Task A_page_of_entities_ends_before_its_states_have_too_many_bytes()
    {
        foreach ((string id, int length) in new[] { ("@k@a", 4), ("@k@b", 4), ("@k@c", 40), ("@k@d", 1), ("@k@e", 1) })
        {
            await SaveAsync(id, commit => commit with { SetsState = true, State = new string('x', length) });
        }

        var query = new EntityListQuery { WithState = true, MaxStateBytes = 10 };
        var pages = new List<string>();
        do
        {
            EntityPage page = await Store.ListEntitiesAsync(query);
            pages.Add(string.Concat(page.Entities.Select(entity => entity.EntityId[^1])));
            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (query.ContinuationToken is not null);

        Assert.Equal(["ab", "c", "de"], pages);
        Assert.Equal(5, (await Store.ListEntitiesAsync(new EntityListQuery { MaxStateBytes = 1 })).Entities.Count);
    }

    [Fact]
    public async Task A_page_of_instances_ends_before_its_payloads_have_too_many_bytes()
    {
        foreach ((string id, int length) in new[] { ("a", 4), ("b", 4), ("c", 40), ("d", 1) })
        {
            await Store.CreateAsync(New(id) with { Input = new string('x', length) }, []);
        }

        var query = new InstanceQuery { WithPayloads = true, MaxPayloadBytes = 10 };
        var pages = new List<string>();
        do
        {
            InstancePage page = await Store.ListAsync(query);
            pages.Add(string.Concat(page.Instances.Select(instance => instance.InstanceId)));
            query = query with { ContinuationToken = page.ContinuationToken };
        }
        while (query.ContinuationToken is not null);

        Assert.Equal(["ab", "c", "d"], pages);
        Assert.Equal(4, (await Store.ListAsync(new InstanceQuery { MaxPayloadBytes = 1 })).Instances.Count);
    }

    [Fact]
    public async Task An_instance_that_is_replaced_while_it_runs_gives_back_its_locks_with_the_replacement()
    {
        long replaced = (await Store.CreateAsync(New("o"), [])).Key;
        long other = (await Store.CreateAsync(New("other"), [])).Key;
        var owner = new EntityCaller("o", replaced, 0, 3);
        await SaveAsync("@k@a", commit => commit with { LockedBy = owner });
        await SaveAsync("@k@b", commit => commit with { LockedBy = owner with { TaskId = 4 } });
        await SaveAsync("@k@c", commit => commit with { LockedBy = new EntityCaller("other", other, 0, 1) });

        CreateOutcome outcome = await Store.CreateAsync(New("o"), []);
        CreateOutcome again = await Store.CreateAsync(New("o"), []);

        Assert.Equal(
            [("@k@a", owner), ("@k@b", owner with { TaskId = 4 })],
            outcome.Delivered.Select(message => (message.InstanceId, ReleasedBy(message))).Order());
        Assert.Equal(1, (await Store.FindEntityAsync("@k@a", false))!.Backlog);
        Assert.Equal(0, (await Store.FindEntityAsync("@k@c", false))!.Backlog);
        Assert.Empty(again.Delivered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lock_that_is_granted_to_one_that_is_gone_is_given_back_with_the_grant(bool isReplaced)
    {
        long gone = (await Store.CreateAsync(New("o"), [])).Key;
        long alive = isReplaced ? (await Store.CreateAsync(New("o"), [])).Key : gone;
        var owner = new EntityCaller("o", gone, 0, 3);

        TurnOutcome outcome = await SaveAsync("@k@a", commit => commit with { LockedBy = owner, TakesLock = true });
        TurnOutcome toAlive = await SaveAsync(
            "@k@b", commit => commit with { LockedBy = owner with { Key = alive }, TakesLock = true });

        Assert.Equal(isReplaced ? [owner] : [], outcome.Delivered.Select(ReleasedBy));
        Assert.Empty(toAlive.Delivered);
        Assert.Equal(isReplaced ? 1 : 0, (await Store.FindEntityAsync("@k@a", false))!.Backlog);
    }

    private static EntityCaller? ReleasedBy(StoredMessage message) =>
        (RowCodec.DecodeMessage(message.Body).Event as EntityLockRelease)?.Owner;

    private static NewInstance New(string id) => new() { InstanceId = id, Name = "Orchestrator", CreatedAt = Start };

    private async Task<TurnOutcome> SaveAsync(string id, Func<EntityCommit, EntityCommit> change)
    {
        StoredMessage message = (await Store.PostAsync(id, [1])).Message!;
        return await Store.CommitEntityAsync(change(new EntityCommit
        {
            EntityId = id,
            Key = message.InstanceKey,
            Turn = 0,
            UpdatedAt = Start,
            ConsumedMessages = [message.Id],
        }));
    }
}
