using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Crashes;
using Swarm.Tests.Durable.Support;
using static Swarm.Tests.Durable.Semantics.EntitySamples;

namespace Swarm.Tests.Durable.Semantics;

public sealed class EntityCallTests
{
    [Fact]
    public async Task A_call_runs_the_operation_and_returns_its_result()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Call", async context =>
            {
                int first = await context.Entities.CallEntityAsync<int>(A, "add", 5);
                await context.Entities.CallEntityAsync(A, "ADD", 2);
                return $"{first} {await context.Entities.CallEntityAsync<int>(A, "get")}";
            }));

        Assert.Equal("5 7", await host.RunAsync<string>("Call"));
        Assert.Equal("7", (await host.Client.Entities.GetEntityAsync(A))!.State.Value);
    }

    [Fact]
    public async Task A_signal_comes_before_a_later_call_of_the_same_orchestration()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Signal", async context =>
            {
                for (int i = 1; i <= 50; i++)
                {
                    await context.Entities.SignalEntityAsync(A, "add", i);
                }

                return await context.Entities.CallEntityAsync<int>(A, "get");
            }));

        Assert.Equal(1_275, await host.RunAsync<int>("Signal"));
    }

    [Fact]
    public async Task Line_16_operations_run_one_at_a_time_in_the_order_in_which_each_sender_sent_them()
    {
        var notes = new EntityInstanceId("notebook", "n");
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddEntity<Notebook>()
            .AddOrchestratorFunc("Send", async context =>
            {
                for (int i = 0; i < 20; i++)
                {
                    await context.Entities.SignalEntityAsync(notes, "note", $"{context.InstanceId}:{i:D2}");
                    if (i % 7 == 0)
                    {
                        await context.Entities.CallEntityAsync(notes, "read");
                    }
                }
            }));
        string[] senders = ["x", "y", "z"];
        foreach (string sender in senders)
        {
            await host.StartInstanceAsync("Send", id: sender);
        }

        foreach (string sender in senders)
        {
            await host.EndOfAsync(sender);
        }

        // The last signals of a sender may come after its end.
        List<string> all = [];
        while (all.Count < 60)
        {
            all = (await host.Client.Entities.GetEntityAsync<List<string>>(notes))?.State ?? [];
        }

        Assert.All(senders, sender => Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"{sender}:{i:D2}"), all.Where(note => note[0] == sender[0])));
    }

    [Fact]
    public async Task Line_16_a_failed_operation_changes_nothing_and_its_caller_is_told()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Fail", async context =>
            {
                await context.Entities.CallEntityAsync(A, "add", 5);
                try
                {
                    await context.Entities.CallEntityAsync(A, "fail");
                    return "did not fail";
                }
                catch (EntityOperationFailedException failed)
                {
                    int state = await context.Entities.CallEntityAsync<int>(A, "get");
                    return $"{failed.EntityId} {failed.OperationName} {failed.FailureDetails.ErrorType} "
                        + $"{failed.FailureDetails.ErrorMessage} {state}";
                }
            }));

        Assert.Equal(
            "@counter@a fail System.InvalidOperationException on purpose 5", await host.RunAsync<string>("Fail"));
        Assert.Single(await host.Client.GetAllInstancesAsync().ToListAsync());
    }

    [Fact]
    public async Task A_failure_that_escapes_the_orchestrator_is_told_under_its_real_name()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Escape", context => context.Entities.CallEntityAsync(A, "fail")));

        OrchestrationMetadata end = await host.RunAsync("Escape");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(
            "Microsoft.DurableTask.Entities.EntityOperationFailedException", end.FailureDetails!.ErrorType);
        Assert.Equal("System.InvalidOperationException", end.FailureDetails.InnerFailure!.ErrorType);
        Assert.True(end.FailureDetails.IsCausedBy<EntityOperationFailedException>());
    }

    [Fact]
    public async Task A_failed_signal_is_dropped_and_the_next_one_runs()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks.AddCounter());
        await host.Client.Entities.SignalEntityAsync(A, "add", 1);
        await host.Client.Entities.SignalEntityAsync(A, "fail");
        await host.Client.Entities.SignalEntityAsync(A, "add", 1);

        await host.WaitForEntityAsync(A, "2");
    }

    [Fact]
    public async Task An_unknown_operation_and_an_unknown_entity_fail_their_callers()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Wrong", async context =>
            {
                string operation = await FailureOf(context.Entities.CallEntityAsync(A, "fly"));
                return $"{operation} "
                    + await FailureOf(context.Entities.CallEntityAsync(new EntityInstanceId("nobody", "x"), "fly"));
            }));

        Assert.Equal("System.NotSupportedException EntityTaskNotFound", await host.RunAsync<string>("Wrong"));

        static async Task<string> FailureOf(Task call)
        {
            try
            {
                await call;
                return "none";
            }
            catch (EntityOperationFailedException failed)
            {
                return failed.FailureDetails.ErrorType;
            }
        }
    }

    [Fact]
    public async Task An_entity_signals_others_itself_and_starts_orchestrations()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc<int, int>("Report", (_, state) => state));
        await host.Client.Entities.SignalEntityAsync(A, "addLater", 3);
        await host.WaitForEntityAsync(A, "3");
        await host.Client.Entities.SignalEntityAsync(A, "pass", B);
        await host.WaitForEntityAsync(B, "3");
        await host.Client.Entities.SignalEntityAsync(A, "start", "started");
        await host.Client.Entities.SignalEntityAsync(A, "start", "started");

        // What signals start cannot be awaited before it is there.
        while (await host.Client.GetInstanceAsync("started") is null)
        {
            await Task.Yield();
        }

        OrchestrationMetadata end = await host.EndOfAsync("started");

        Assert.Equal(3, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task The_operation_delete_removes_the_state()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Delete", async context =>
            {
                await context.Entities.CallEntityAsync(A, "add", 5);
                await context.Entities.CallEntityAsync(A, "delete");
                return await context.Entities.CallEntityAsync<int>(A, "get");
            }));

        Assert.Equal(0, await host.RunAsync<int>("Delete"));
        await host.Client.Entities.SignalEntityAsync(A, "delete");
        await host.WaitForEntityAsync(A, null);
        Assert.Null(await host.Client.Entities.GetEntityAsync<int>(A));
    }

    [Fact]
    public async Task Many_signals_are_committed_in_few_turns()
    {
        var store = new InMemoryDurableStore();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks.AddCounter().AddOrchestratorFunc("Send500", async context =>
            {
                for (int i = 0; i < 500; i++)
                {
                    await context.Entities.SignalEntityAsync(A, "add", 1);
                }
            }),
            store);
        await host.RunAsync("Send500");
        await host.WaitForEntityAsync(A, "500");

        long turns = (await store.FindEntityAsync(A.ToString(), false))!.Turns;
        Assert.InRange(turns, 1, 20);
    }

    [Fact]
    public async Task A_turn_that_could_not_be_committed_is_played_again()
    {
        var clock = new TestClock();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks.AddCounter(), new FaultyStore(new InMemoryDurableStore(), failures: 2), clock);
        await host.Client.Entities.SignalEntityAsync(A, "add", 5);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2));

        await host.WaitForEntityAsync(A, "5");
    }

    [Fact]
    public async Task Entities_leave_memory_and_come_back()
    {
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks.AddCounter().AddOrchestratorFunc("Many", async context =>
            {
                for (int round = 0; round < 2; round++)
                {
                    for (int i = 0; i < 20; i++)
                    {
                        await context.Entities.CallEntityAsync(new EntityInstanceId("counter", $"{i}"), "add", i);
                    }
                }

                return await context.Entities.CallEntityAsync<int>(new EntityInstanceId("counter", "7"), "get");
            }),
            options: new DurableEngineOptions { ChecksReplay = true, MaxLiveEntities = 3 });

        Assert.Equal(14, await host.RunAsync<int>("Many"));
        Assert.InRange(host.Engine.LiveEntities, 0, 4);
    }

    [Fact]
    public async Task An_external_event_for_an_entity_reaches_nobody()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Send", context => context.SendEvent("@counter@a", "add", 1)));

        await host.RunAsync("Send");

        Assert.Null(await host.Store.FindEntityAsync("@counter@a", false));
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => host.Client.RaiseEventAsync("@counter@a", "add"));
        Assert.Null(await host.Store.FindEntityAsync("@counter@a", false));
    }
}
