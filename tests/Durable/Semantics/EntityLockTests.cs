using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Entities;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;
using static Swarm.Tests.Durable.Semantics.EntitySamples;

namespace Swarm.Tests.Durable.Semantics;

public sealed class EntityLockTests
{
    [Fact]
    public async Task In_a_critical_section_only_its_owner_runs_operations()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Hold", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(A, B))
                {
                    int before = await context.Entities.CallEntityAsync<int>(A, "get");
                    await context.WaitForExternalEvent<string>("go");
                    return await context.Entities.CallEntityAsync<int>(A, "get") - before;
                }
            })
            .AddOrchestratorFunc("Call", context => context.Entities.CallEntityAsync<int>(A, "add", 10)));
        string holder = await host.StartInstanceAsync("Hold");
        await host.WaitForLockAsync(A, holder);
        await host.WaitForLockAsync(B, holder);

        await host.Client.Entities.SignalEntityAsync(A, "add", 5);
        string caller = await host.StartInstanceAsync("Call");
        await host.WaitForStatusAsync(caller, OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync(holder, "go", "go");

        Assert.Equal(0, (await host.EndOfAsync(holder)).ReadOutputAs<int>());
        Assert.Equal(15, (await host.EndOfAsync(caller)).ReadOutputAs<int>());
        await host.WaitForLockAsync(B, null);
    }

    [Fact]
    public async Task Transfers_in_both_directions_wait_for_each_other_and_lose_nothing()
    {
        const int Count = 30;
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc<bool, int>("Transfer", async (context, isBack) =>
            {
                (EntityInstanceId from, EntityInstanceId to) = isBack ? (B, A) : (A, B);
                await using (await context.Entities.LockEntitiesAsync(from, to))
                {
                    int left = await context.Entities.CallEntityAsync<int>(from, "get");
                    int right = await context.Entities.CallEntityAsync<int>(to, "get");
                    await context.Entities.CallEntityAsync(from, "add", -1);
                    await context.Entities.CallEntityAsync(to, "add", 1);
                    return left + right;
                }
            }));
        await host.Client.Entities.SignalEntityAsync(A, "add", 100);
        await host.WaitForEntityAsync(A, "100");

        string[] ids = new string[Count];
        for (int i = 0; i < Count; i++)
        {
            ids[i] = await host.StartInstanceAsync("Transfer", i % 2 == 1);
        }

        foreach (string id in ids)
        {
            Assert.Equal(100, (await host.EndOfAsync(id)).ReadOutputAs<int>());
        }

        await host.WaitForEntityAsync(A, "100");
        await host.WaitForEntityAsync(B, "0");
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("fail")]
    [InlineData("continue")]
    [InlineData("terminate")]
    public async Task A_lock_is_released_however_its_owner_ends(string way)
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc<string, string>("Keep", async (context, input) =>
            {
                if (input == "second")
                {
                    return await context.WaitForExternalEvent<string>("end");
                }

                await context.Entities.LockEntitiesAsync(A, B);
                string how = await context.WaitForExternalEvent<string>("how");
                if (how == "continue")
                {
                    context.ContinueAsNew("second");
                }

                return how == "fail" ? throw new InvalidOperationException("on purpose") : how;
            }));
        string owner = await host.StartInstanceAsync("Keep", "first");
        await host.WaitForLockAsync(A, owner);
        await host.WaitForLockAsync(B, owner);

        if (way == "terminate")
        {
            await host.Client.TerminateInstanceAsync(owner);
        }
        else
        {
            await host.Client.RaiseEventAsync(owner, "how", way);
        }

        await host.WaitForLockAsync(A, null);
        await host.WaitForLockAsync(B, null);
    }

    [Fact]
    public async Task An_owner_that_ends_while_it_waits_for_a_lock_never_gets_it()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Hold", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(B))
                {
                    await context.WaitForExternalEvent<string>("go");
                }
            })
            .AddOrchestratorFunc("Both", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(B, A))
                {
                }
            }));
        string holder = await host.StartInstanceAsync("Hold");
        await host.WaitForLockAsync(B, holder);
        string waiter = await host.StartInstanceAsync("Both");
        await host.WaitForLockAsync(A, waiter);
        await host.WaitForBacklogAsync(B, 1);

        await host.Client.TerminateInstanceAsync(waiter);
        await host.WaitForLockAsync(A, null);
        await host.Client.RaiseEventAsync(holder, "go", "go");
        await host.WaitForLockAsync(B, null);
        await host.Client.Entities.SignalEntityAsync(B, "add", 1);

        await host.WaitForEntityAsync(B, "1");
        Assert.Equal(0, (await host.Store.FindEntityAsync(B.ToString(), false))!.Backlog);
    }

    [Fact]
    public async Task A_lock_outlives_the_process()
    {
        var store = new InMemoryDurableStore();
        string owner;
        await using (EngineHost first = await EngineHost.StartAsync(Register, store))
        {
            owner = await first.StartInstanceAsync("Hold");
            await first.WaitForLockAsync(A, owner);
            await first.Client.Entities.SignalEntityAsync(A, "add", 5);
        }

        await using EngineHost second = await EngineHost.StartAsync(Register, store);
        await second.Client.RaiseEventAsync(owner, "go", "go");

        Assert.Equal(0, (await second.EndOfAsync(owner)).ReadOutputAs<int>());
        await second.WaitForEntityAsync(A, "5");

        static void Register(DurableTaskRegistry tasks) => tasks
            .AddCounter()
            .AddOrchestratorFunc("Hold", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(A))
                {
                    await context.WaitForExternalEvent<string>("go");
                    return await context.Entities.CallEntityAsync<int>(A, "get");
                }
            });
    }

    [Fact]
    public async Task A_critical_section_has_rules()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Child", _ => "child")
            .AddOrchestratorFunc("Rules", async context =>
            {
                var told = new List<string> { $"{context.Entities.InCriticalSection()}" };
                Task<IAsyncDisposable> locking = context.Entities.LockEntitiesAsync(A, A);
                await NoteAsync(told, context.Entities.CallEntityAsync(A, "get"));
                IAsyncDisposable section = await locking;
                await NoteAsync(told, context.Entities.CallEntityAsync(B, "get"));
                await NoteAsync(told, context.Entities.LockEntitiesAsync(B));
                Note(told, () => _ = context.Entities.SignalEntityAsync(A, "add", 1));
                Note(told, () => _ = context.CallSubOrchestratorAsync("Child"));
                Task call = context.Entities.CallEntityAsync(A, "get");
                await NoteAsync(told, context.Entities.CallEntityAsync(A, "get"));
                context.Entities.InCriticalSection(out IReadOnlyList<EntityInstanceId>? busy);
                await call;
                context.Entities.InCriticalSection(out IReadOnlyList<EntityInstanceId>? free);
                told.Add($"{busy!.Count} {free!.Count}");
                await context.Entities.SignalEntityAsync(B, "add", 1);
                await section.DisposeAsync();
                await section.DisposeAsync();
                string child = await context.CallSubOrchestratorAsync<string>("Child");
                told.Add($"{context.Entities.InCriticalSection()} {child}");
                await NoteAsync(told, context.Entities.LockEntitiesAsync());
                await NoteAsync(told, context.Entities.LockEntitiesAsync(A, default));
                return told;
            }));

        Assert.Equal(
            [
                "False",
                "Must await the completion of the lock request prior to calling any entity.",
                "Must not call an entity from a critical section if it is not one of the locked entities.",
                "Must not enter another critical section from within a critical section.",
                "Must not signal a locked entity from a critical section.",
                "While holding locks, cannot call suborchestrators.",
                "Must not call an entity from a critical section while a prior call to the same entity is still "
                    + "pending.",
                "0 1",
                "False child",
                "The set of entities to lock must not be empty. (Parameter 'entityIds')",
                "An entity needs a name and a key. (Parameter 'id')",
            ],
            await host.RunAsync<List<string>>("Rules"));
    }

    [Fact]
    public async Task A_change_of_the_locked_entity_is_not_deterministic()
    {
        EntityInstanceId locked = A;
        var store = new InMemoryDurableStore();
        string id;
        await using (EngineHost first = await EngineHost.StartAsync(Register, store))
        {
            id = await first.StartInstanceAsync("Hold");
            await first.WaitForLockAsync(A, id);
        }

        locked = B;
        await using EngineHost second = await EngineHost.StartAsync(Register, store);
        await second.Client.RaiseEventAsync(id, "go", "go");
        OrchestrationMetadata end = await second.EndOfAsync(id);

        Assert.Contains("the lock of entity '@counter@a'", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("the lock of entity '@counter@b'", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        await second.WaitForLockAsync(A, null);

        void Register(DurableTaskRegistry tasks) => tasks
            .AddCounter()
            .AddOrchestratorFunc("Hold", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(locked))
                {
                    await context.WaitForExternalEvent<string>("go");
                }
            });
    }

    private static async Task NoteAsync(List<string> told, Task task)
    {
        try
        {
            await task;
            told.Add("allowed");
        }
        catch (Exception exception)
        {
            told.Add(exception.Message);
        }
    }

    private static void Note(List<string> told, Action action)
    {
        try
        {
            action();
            told.Add("allowed");
        }
        catch (InvalidOperationException exception)
        {
            told.Add(exception.Message);
        }
    }
}
