using Swarm.Durable;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.EntityTurns;
using Swarm.Durable.History;
using Swarm.Durable.Stores;
using Swarm.Simulator;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

/// <summary>
/// Much waits for a locked entity. Once each of its turns walked through all of that, and all of it was in memory.
/// </summary>
public sealed class EntityBacklogTests
{
    private const int Signals = 300;
    private const int Calls = 20;
    private static readonly EntityInstanceId Notes = new("notebook", "n");
    private static readonly DurableEngineOptions FewInMemory = new() { ChecksReplay = true, MaxMessagesPerEntity = 10 };

    [Fact]
    public void What_waits_is_in_memory_within_a_limit_of_messages_and_of_bytes()
    {
        LiveEntity byCount = Load(new InboxLimit(10, long.MaxValue));
        LiveEntity byBytes = Load(new InboxLimit(int.MaxValue, 4_000));
        for (int id = 1; id <= 1_000; id++)
        {
            byCount.Post(SignalOf(id));
            byBytes.Post(SignalOf(id));
        }

        Assert.Equal((10, true, 0L, 1_000L),
            (byCount.HeldMessages, byCount.IsBehind, byCount.ReadUpTo, byCount.SkippedUpTo));
        Assert.InRange(byBytes.HeldMessages, 1, 5);
        Assert.Equal(10, byCount.Take(int.MaxValue).Count);

        static LiveEntity Load(InboxLimit limit)
        {
            var live = new LiveEntity("@counter@a", 1, limit);
            var record = new EntityRecord { Key = 1, EntityId = "@counter@a", UpdatedAt = default };
            live.Load(new LoadedEntity(record, new InboxPage([], 0, HasMore: false)));
            return live;
        }
    }

    [Fact]
    public void What_may_pass_a_lock_is_found_whatever_waits_before_it()
    {
        var owner = new EntityCaller("owner", 7, 0, 1);
        var other = new EntityCaller("other", 8, 0, 1);
        var waiting = new WaitingMessages();
        waiting.Add(SignalOf(1));
        waiting.Add(MessageOf(2, new EntityLockRequest(other)));
        waiting.Add(MessageOf(3, new EntityOperationRequest("call", null, null, other with { TaskId = 5 })));
        waiting.Add(MessageOf(4, new EntityOperationRequest("call", null, null, owner with { TaskId = 2 })));
        waiting.Add(MessageOf(5, new EntityOperationRequest("call", null, null, owner with { TaskId = 3 })));
        waiting.Add(MessageOf(6, new EntityLockRelease(other)));
        waiting.Add(MessageOf(7, new EntityLockRelease(owner)));

        long?[] passing = [.. Enumerable.Range(0, 5).Select(_ => waiting.TakeNext(owner)?.Id)];
        InstanceMessage? request = waiting.TakeLockRequest(other);
        InstanceMessage? again = waiting.TakeLockRequest(other);
        long?[] rest = [.. Enumerable.Range(0, 3).Select(_ => waiting.TakeNext(null)?.Id)];

        Assert.Equal([4, 5, 6, 7, null], passing);
        Assert.Equal((2, null), (request?.Id, again?.Id));
        Assert.Equal([1, 3, null], rest);
    }

    [Fact]
    public async Task The_owner_gets_through_without_a_look_at_what_waits_and_nothing_of_that_is_lost()
    {
        var store = new CountingStore(new InMemoryDurableStore());
        await using EngineHost host = await EngineHost.StartAsync(Register, store, options: FewInMemory);
        await host.StartInstanceAsync("Owner", id: "owner");
        await host.WaitForLockAsync(Notes, "owner");
        await SignalAsync(host);
        long readsBefore = store.InboxReads;

        await host.Client.RaiseEventAsync("owner", "Write", Calls);
        await host.WaitForCustomStatusAsync("owner", "written");
        long readsWhileLocked = store.InboxReads - readsBefore;
        await host.Client.RaiseEventAsync("owner", "Leave", 1);

        Assert.Equal(0, readsWhileLocked);
        Assert.Equal(Expected(), await NotesAsync(host));
        await host.WaitForLockAsync(Notes, null);
    }

    [Fact]
    public async Task A_restart_finds_what_the_owner_has_called_behind_all_that_waits()
    {
        var store = new InMemoryDurableStore();
        var late = new HeldEntityCommits(store);
        await using (EngineHost before = await EngineHost.StartAsync(Register, late, options: FewInMemory))
        {
            await before.StartInstanceAsync("Owner", id: "owner");
            await before.WaitForLockAsync(Notes, "owner");
            await SignalAsync(before);
            late.IsClosed = true;
            await before.Client.RaiseEventAsync("owner", "Write", Calls);
            await before.WaitForBacklogAsync(Notes, Signals + 1);
        }

        await using EngineHost host = await EngineHost.StartAsync(Register, store, options: FewInMemory);
        await host.WaitForCustomStatusAsync("owner", "written");
        await host.Client.RaiseEventAsync("owner", "Leave", 1);

        Assert.Equal(Expected(), await NotesAsync(host));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_that_was_given_up_while_its_request_was_not_in_memory_is_granted_to_nobody(bool restarts)
    {
        var store = new InMemoryDurableStore();
        EngineHost host = await EngineHost.StartAsync(Register, store, options: FewInMemory);
        try
        {
            await host.StartInstanceAsync("Owner", id: "owner");
            await host.WaitForLockAsync(Notes, "owner");
            await SignalAsync(host);
            await host.StartInstanceAsync("Owner", id: "impatient");
            await host.WaitForBacklogAsync(Notes, Signals + 1);
            await host.Client.TerminateInstanceAsync("impatient", (object)"enough");
            await host.EndOfAsync("impatient");
            await host.WaitForBacklogAsync(Notes, Signals + 2);
            if (restarts)
            {
                await host.DisposeAsync();
                host = await EngineHost.StartAsync(Register, store, options: FewInMemory);
            }

            await host.Client.RaiseEventAsync("owner", "Write", Calls);
            await host.Client.RaiseEventAsync("owner", "Leave", 1);

            Assert.Equal(Expected(), await NotesAsync(host));
            await host.WaitForBacklogAsync(Notes, 0);
            await host.WaitForLockAsync(Notes, null);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddEntity<Notebook>()
        .AddOrchestratorFunc("Owner", async context =>
        {
            await using (await context.Entities.LockEntitiesAsync(Notes))
            {
                int calls = await context.WaitForExternalEvent<int>("Write");
                for (int call = 0; call < calls; call++)
                {
                    await context.Entities.CallEntityAsync(Notes, "note", $"owner {call}");
                }

                context.SetCustomStatus("written");
                await context.WaitForExternalEvent<int>("Leave");
            }
        });

    private static IEnumerable<string> Expected() =>
    [
        .. Enumerable.Range(0, Calls).Select(call => $"owner {call}"),
        .. Enumerable.Range(0, Signals).Select(signal => $"signal {signal}"),
    ];

    private static async Task SignalAsync(EngineHost host)
    {
        for (int signal = 0; signal < Signals; signal++)
        {
            await host.Client.Entities.SignalEntityAsync(Notes, "note", $"signal {signal}");
        }
    }

    /// <summary>Waits until all is noted. In between there is no signal to wait for.</summary>
    private static async Task<List<string>> NotesAsync(EngineHost host)
    {
        using var patience = new CancellationTokenSource(EngineHost.Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var notes = await host.Client.Entities.GetEntityAsync<List<string>>(Notes);
            if (notes?.State.Count >= Signals + Calls)
            {
                return notes.State;
            }

            await Task.Yield();
        }
    }

    private static InstanceMessage SignalOf(long id) =>
        MessageOf(id, new EntityOperationRequest("add", "1", null, null));

    private static InstanceMessage MessageOf(long id, HistoryEvent item) =>
        new(id, RowCodec.AnyGeneration, item) { Size = 1_000 };

    /// <summary>Counts how often an inbox is read.</summary>
    private sealed class CountingStore(IDurableStore inner) : PassThroughStore(inner)
    {
        private long _reads;

        public long InboxReads => Interlocked.Read(ref _reads);

        public override ValueTask<InboxPage> ReadInboxAsync(
            string entityId, long key, long afterId, InboxLimit limit)
        {
            Interlocked.Increment(ref _reads);
            return base.ReadInboxAsync(entityId, key, afterId, limit);
        }

        public override ValueTask<LoadedEntity?> LoadEntityAsync(string entityId, InboxLimit? limit = null)
        {
            Interlocked.Increment(ref _reads);
            return base.LoadEntityAsync(entityId, limit);
        }
    }

    /// <summary>A store that refuses the turns of entities once it is closed, as when the disk is full.</summary>
    private sealed class HeldEntityCommits(IDurableStore inner) : PassThroughStore(inner)
    {
        public volatile bool IsClosed;

        public override Task<TurnOutcome> CommitEntityAsync(EntityCommit commit) => IsClosed
            ? Task.FromException<TurnOutcome>(new IOException("The disk is full."))
            : base.CommitEntityAsync(commit);
    }
}
