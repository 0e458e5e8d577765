using Swarm.Durable;
using Swarm.Durable.Client.Entities;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;
using static Swarm.Tests.Durable.Semantics.EntitySamples;

namespace Swarm.Tests.Durable.Semantics;

public sealed class EntityClientTests
{
    [Fact]
    public async Task An_entity_is_read_with_its_state_or_without()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks.AddCounter());
        Assert.Null(await host.Client.Entities.GetEntityAsync(A));

        await host.Client.Entities.SignalEntityAsync(A, "add", 5);
        await host.WaitForEntityAsync(A, "5");

        EntityMetadata<int> typed = (await host.Client.Entities.GetEntityAsync<int>(A))!;
        EntityMetadata bare = (await host.Client.Entities.GetEntityAsync(A, includeState: false))!;
        Assert.Equal((A, 5, host.Clock.GetUtcNow()), (typed.Id, typed.State, typed.LastModifiedTime));
        Assert.Equal((true, 0, (string?)null), (typed.IncludesState, typed.BacklogQueueSize, typed.LockedBy));
        Assert.False(bare.IncludesState);
        Assert.Throws<InvalidOperationException>(() => bare.State);
        Assert.False((await host.Client.Entities.GetEntityAsync<int>(A, false))!.IncludesState);
    }

    [Fact]
    public async Task A_signal_that_was_told_is_stored()
    {
        var store = new InMemoryDurableStore();
        await using (DurableEngine sender = EngineHost.Create(_ => { }, store))
        {
            // It was never started: nothing but its store knows of the signal.
            await sender.Client.Entities.SignalEntityAsync(A, "add", 5);
        }

        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks.AddCounter(), store);

        await host.WaitForEntityAsync(A, "5");
    }

    [Fact]
    public async Task A_scheduled_signal_waits_for_its_time_also_over_a_restart()
    {
        var store = new InMemoryDurableStore();
        var clock = new TestClock();
        DateTimeOffset start = clock.GetUtcNow();
        var entityClock = new ClockSample(clock);
        await using (EngineHost first = await EngineHost.StartAsync(Register, store, clock))
        {
            await first.Client.Entities.SignalEntityAsync(A, "note", "later", Options(start.AddHours(2)));
            await first.Client.Entities.SignalEntityAsync(A, "note", "soon", Options(start.AddHours(1)));
            await first.Client.Entities.SignalEntityAsync(A, "note", "now", Options(start.AddHours(-1)));
            await first.WaitForEntityAsync(A, $"\"now:0 \"");
            clock.Advance(TimeSpan.FromMinutes(59));
            clock.Advance(TimeSpan.FromMinutes(1));
            await first.WaitForEntityAsync(A, $"\"now:0 soon:60 \"");
        }

        clock.Advance(TimeSpan.FromMinutes(90));
        await using EngineHost second = await EngineHost.StartAsync(Register, store, clock);

        await second.WaitForEntityAsync(A, $"\"now:0 soon:60 later:150 \"");
        Assert.Equal(0, (await second.Client.Entities.GetEntityAsync(A))!.BacklogQueueSize);

        void Register(DurableTaskRegistry tasks) => tasks.AddEntity("counter", entityClock);
    }

    [Fact]
    public async Task Of_many_scheduled_signals_a_few_are_in_memory_and_each_comes_at_its_time()
    {
        const int signals = 12;
        var clock = new TestClock();
        DateTimeOffset start = clock.GetUtcNow();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks.AddEntity("counter", new ClockSample(clock)),
            clock: clock,
            options: new DurableEngineOptions { MaxMessagesPerEntity = 3 });
        foreach (int minute in Enumerable.Range(1, signals).Reverse())
        {
            await host.Client.Entities.SignalEntityAsync(A, "note", $"{minute}", Options(start.AddMinutes(minute)));
        }

        string noted = "";
        for (int minute = 1; minute <= signals; minute++)
        {
            await clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
            clock.Advance(TimeSpan.FromMinutes(1));
            noted += $"{minute}:{minute} ";
            await host.WaitForEntityAsync(A, $"\"{noted}\"");
        }
    }

    [Fact]
    public async Task An_orchestration_and_an_entity_signal_for_later()
    {
        var clock = new TestClock();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddEntity("counter", new ClockSample(clock))
                .AddOrchestratorFunc("Later", context => context.Entities.SignalEntityAsync(
                    A, "relay", "x", Options(new DateTimeOffset(context.CurrentUtcDateTime).AddHours(1)))),
            clock: clock);

        await host.RunAsync("Later");
        clock.Advance(TimeSpan.FromHours(1));
        await host.WaitForEntityAsync(A, "\"relayed \"");
        Assert.Equal(1, (await host.Client.Entities.GetEntityAsync(A))!.BacklogQueueSize);
        clock.Advance(TimeSpan.FromHours(1));

        await host.WaitForEntityAsync(A, "\"relayed x:120 \"");
    }

    [Fact]
    public async Task Entities_are_listed_by_name_time_and_page()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddEntity<Notebook>()
            .AddOrchestratorFunc("Nothing", _ => "done"));
        DateTimeOffset start = host.Clock.GetUtcNow();
        for (int i = 0; i < 5; i++)
        {
            await host.Client.Entities.SignalEntityAsync(new EntityInstanceId("counter", $"{i}"), "add", i);
            await host.WaitForEntityAsync(new EntityInstanceId("counter", $"{i}"), $"{i}");
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await host.Client.Entities.SignalEntityAsync(new EntityInstanceId("notebook", "n"), "note", "x");
        await host.WaitForEntityAsync(new EntityInstanceId("notebook", "n"), "[\"x\"]");
        await host.Client.Entities.SignalEntityAsync(new EntityInstanceId("counter", "0"), "delete");
        await host.WaitForEntityAsync(new EntityInstanceId("counter", "0"), null);
        await host.RunAsync("Nothing", id: "orchestration");

        DurableEntityClient client = host.Client.Entities;
        var pages = await client
            .GetAllEntitiesAsync<int>(new EntityQuery { InstanceIdStartsWith = "COUNTER", PageSize = 3 })
            .AsPages()
            .ToListAsync();
        Assert.Equal([3, 1], pages.Select(page => page.Values.Count));
        Assert.Equal([1, 2, 3, 4], pages.SelectMany(page => page.Values).Select(entity => entity.State));
        Assert.Equal(5, (await client.GetAllEntitiesAsync().ToListAsync()).Count);
        var transient = new EntityQuery { IncludeTransient = true };
        Assert.Equal(6, (await client.GetAllEntitiesAsync(transient).ToListAsync()).Count);
        var middle = new EntityQuery
        {
            LastModifiedFrom = start.AddMinutes(2),
            LastModifiedTo = start.AddMinutes(3),
            IncludeState = false,
        };
        List<EntityMetadata> found = await client.GetAllEntitiesAsync(middle).ToListAsync();
        Assert.Equal(["@counter@2", "@counter@3"], found.Select(entity => entity.Id.ToString()));
        Assert.All(found, entity => Assert.False(entity.IncludesState));
        Assert.Equal(
            ["orchestration"],
            (await host.Client.GetAllInstancesAsync().ToListAsync()).Select(instance => instance.InstanceId));
    }

    [Fact]
    public async Task Cleaning_removes_empty_entities_and_frees_locks_whose_owner_is_gone()
    {
        var store = new InMemoryDurableStore();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks.AddCounter().AddOrchestratorFunc("Nothing", _ => "done"), store);
        await host.Client.Entities.SignalEntityAsync(A, "delete");
        await host.Client.Entities.SignalEntityAsync(B, "add", 1);
        await host.WaitForEntityAsync(B, "1");
        await host.WaitForBacklogAsync(A, 0);
        string gone = (await host.RunAsync("Nothing")).InstanceId;
        var orphan = new EntityInstanceId("counter", "orphan");
        await LockAsync(store, orphan, new EntityCaller(gone, 1, 0, 0));

        CleanEntityStorageResult locks = await host.Client.Entities.CleanEntityStorageAsync(
            new CleanEntityStorageRequest { ReleaseOrphanedLocks = true });
        await host.WaitForLockAsync(orphan, null);
        CleanEntityStorageResult all = await host.Client.Entities.CleanEntityStorageAsync();

        Assert.Equal((1, 0, (string?)null),
            (locks.OrphanedLocksReleased, locks.EmptyEntitiesRemoved, locks.ContinuationToken));
        Assert.Equal((0, 2), (all.OrphanedLocksReleased, all.EmptyEntitiesRemoved));
        Assert.Null(await store.FindEntityAsync(A.ToString(), false));
        Assert.NotNull(await host.Client.Entities.GetEntityAsync(B));
        await host.Client.Entities.SignalEntityAsync(A, "add", 1);
        await host.WaitForEntityAsync(A, "1");
    }

    [Fact]
    public async Task An_owner_that_is_replaced_while_it_runs_gives_back_what_it_holds_and_what_it_waits_for()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Nothing", _ => "done")
            .AddOrchestratorFunc("Hold both", async context =>
            {
                await context.Entities.LockEntitiesAsync(A, B);
                await context.WaitForExternalEvent<string>("never");
            })
            .AddOrchestratorFunc("Hold B", async context =>
            {
                await context.Entities.LockEntitiesAsync(B);
                await context.WaitForExternalEvent<string>("leave");
                return "left";
            }));
        await host.StartInstanceAsync("Hold B", id: "other");
        await host.WaitForLockAsync(B, "other");
        await host.StartInstanceAsync("Hold both", id: "owner");
        await host.WaitForLockAsync(A, "owner");
        await host.WaitForBacklogAsync(B, 1);

        await host.Client.ScheduleNewOrchestrationInstanceAsync(
            "Nothing", new StartOrchestrationOptions("owner") { DedupeStatuses = [] });
        await host.WaitForLockAsync(A, null);
        await host.Client.RaiseEventAsync("other", "leave", "now");
        await host.EndOfAsync("other");
        await host.Client.Entities.SignalEntityAsync(B, "add", 1);

        await host.WaitForEntityAsync(B, "1");
        await host.WaitForLockAsync(B, null);
    }

    private static SignalEntityOptions Options(DateTimeOffset time) => new() { SignalTime = time };

    /// <summary>As a failed engine could have left it.</summary>
    private static async Task LockAsync(InMemoryDurableStore store, EntityInstanceId id, EntityCaller owner)
    {
        StoredMessage message = (await store.PostAsync(id.ToString(), [])).Message!;
        await store.CommitEntityAsync(new EntityCommit
        {
            EntityId = id.ToString(),
            Key = message.InstanceKey,
            Turn = 0,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            ConsumedMessages = [message.Id],
            LockedBy = owner,
        });
    }

    /// <summary>Notes when it is told what, in minutes.</summary>
    private sealed class ClockSample(TestClock clock) : ITaskEntity
    {
        private readonly DateTimeOffset _start = clock.GetUtcNow();

        public ValueTask<object?> RunAsync(TaskEntityOperation operation)
        {
            string text = operation.GetInput<string>()!;
            string note = $"{text}:{(clock.GetUtcNow() - _start).TotalMinutes} ";
            if (operation.Name == "relay")
            {
                operation.Context.SignalEntity(
                    operation.Context.Id, "note", text, Options(clock.GetUtcNow().AddHours(1)));
                note = "relayed ";
            }

            operation.State.SetState(operation.State.GetState(string.Empty) + note);
            return default;
        }
    }
}
