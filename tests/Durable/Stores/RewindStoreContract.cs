using Swarm.Durable.Client;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Stores;

/// <summary>What every store must do with failed instances that may go on; each store runs it.</summary>
public abstract class RewindStoreContract(StoreUnderTest store) : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected IDurableStore Store => store.Store;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public async Task A_child_whose_answer_is_in_the_inbox_of_its_rewound_parent_stays_as_it_is(
        OrchestrationRuntimeStatus end)
    {
        long parent = await CreateAsync("parent");
        ChildStart start = Child("child", parent);
        long child = (await Store.CommitAsync(Turn("parent", parent, 0) with { Children = [start] })).ChildKeys[0];
        await Store.CommitAsync(Turn("child", child, 0) with
        {
            Status = end,
            IsEnd = true,
            Messages = [new OutgoingMessage("parent", parent, [42])],
        });

        TurnOutcome outcome = await Store.CommitAsync(Turn("parent", parent, 1) with
        {
            Rewinds = [new ChildRewind(start, [50], _ => [51], message => message is [42])],
        });

        Assert.True(outcome.IsCommitted);
        Assert.Equal([0], outcome.RestartedKeys);
        Assert.Empty(outcome.Delivered);
        Assert.Equal(end, (await Store.FindAsync("child", withPayloads: false))!.Status);
        Assert.Equal([[42]], (await Store.LoadAsync("parent"))!.Inbox.Select(message => message.Body));
    }

    [Fact]
    public async Task An_answer_that_the_rewind_itself_consumes_does_not_keep_the_child_from_going_on()
    {
        long parent = await CreateAsync("parent");
        ChildStart start = Child("child", parent);
        long child = (await Store.CommitAsync(Turn("parent", parent, 0) with { Children = [start] })).ChildKeys[0];
        TurnOutcome ended = await Store.CommitAsync(Fail("child", child, 0) with
        {
            Messages = [new OutgoingMessage("parent", parent, [42])],
        });

        TurnOutcome outcome = await Store.CommitAsync(Turn("parent", parent, 1) with
        {
            ConsumedMessages = [ended.Delivered[0].Id],
            Rewinds = [new ChildRewind(start, [50], _ => [51], message => message is [42])],
        });

        Assert.Equal(["child:50"], outcome.Delivered.Select(sent => $"{sent.InstanceId}:{sent.Body[0]}"));
        Assert.Equal(
            OrchestrationRuntimeStatus.Running, (await Store.FindAsync("child", withPayloads: false))!.Status);
    }

    [Fact]
    public async Task What_came_for_a_failed_instance_stays_until_a_turn_consumes_it_also_if_that_fails_again()
    {
        long key = await CreateAsync("failed");
        StoredMessage early = (await Store.PostAsync("failed", [1])).Message!;
        await Store.CommitAsync(Fail("failed", key, 0));
        long sender = await CreateAsync("sender");
        await Store.CommitAsync(Turn("sender", sender, 0) with
        {
            Messages =
            [
                new OutgoingMessage("failed", key, [2]),
                new OutgoingMessage("failed", null, [3]),
                new OutgoingMessage("failed", key + 1_000, [4]),
            ],
        });
        StoredMessage request = (await Store.RewindAsync("failed", [5], Start)).Message!;

        await Store.CommitAsync(Fail("failed", key, 1) with { ConsumedMessages = [request.Id] });
        LoadedInstance failedAgain = (await Store.LoadAsync("failed"))!;
        await Store.RewindAsync("failed", [6], Start);
        await Store.CommitAsync(Turn("failed", key, 2) with { ConsumedMessages = [early.Id] });

        Assert.Equal([[1], [2]], failedAgain.Inbox.Select(message => message.Body));
        Assert.Equal([[2], [6]], (await Store.LoadAsync("failed"))!.Inbox.Select(message => message.Body));
    }

    private static ChildStart Child(string id, long parentKey) => new(
        New(id) with { Parent = new ParentLink("parent", "Orchestrator", parentKey, 0, 1) }, [99]);

    private static NewInstance New(string id) => new() { InstanceId = id, Name = "Orchestrator", CreatedAt = Start };

    private static TurnCommit Turn(string id, long key, int turn) => new()
    {
        InstanceId = id,
        Key = key,
        Generation = 0,
        Turn = turn,
        History = [(byte)turn],
        PreviousStatus = turn == 0 ? OrchestrationRuntimeStatus.Pending : OrchestrationRuntimeStatus.Running,
        Status = OrchestrationRuntimeStatus.Running,
        UpdatedAt = Start.AddMinutes(1),
    };

    private static TurnCommit Fail(string id, long key, int turn) =>
        Turn(id, key, turn) with { Status = OrchestrationRuntimeStatus.Failed, IsEnd = true };

    private async Task<long> CreateAsync(string id) =>
        (await Store.CreateAsync(New(id), []).WaitAsync(EngineHost.Patience)).Key;
}
