using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Crashes;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class MemoryTests
{
    [Fact]
    public async Task An_instance_that_left_memory_comes_back_by_replay()
    {
        int starts = 0;
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddActivityFunc<int, int>("Echo", (_, number) => number)
                .AddOrchestratorFunc("Wait", async context =>
                {
                    starts++;
                    int sum = await context.CallActivityAsync<int>("Echo", 1);
                    sum += await context.WaitForExternalEvent<int>("a");
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    return sum + await context.WaitForExternalEvent<int>("b");
                }),
            options: new DurableEngineOptions { MaxLiveInstances = 0 });
        string id = await host.StartInstanceAsync("Wait");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync(id, "a", 10);
        await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Client.RaiseEventAsync(id, "b", 100);

        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(111, end.ReadOutputAs<int>());
        Assert.True(starts > 1, $"The orchestrator was started {starts} times.");
    }

    [Fact]
    public async Task A_turn_that_could_not_be_committed_is_played_again_and_no_result_is_lost()
    {
        int runs = 0;
        var clock = new TestClock();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddActivityFunc<int, int>("Echo", (_, number) =>
                {
                    Interlocked.Increment(ref runs);
                    return number;
                })
                .AddOrchestratorFunc("Two", async context =>
                    await context.CallActivityAsync<int>("Echo", 1) + await context.CallActivityAsync<int>("Echo", 2)),
            new FaultyStore(new InMemoryDurableStore(), failures: 2),
            clock);
        string id = await host.StartInstanceAsync("Two");
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2));

        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(3, end.ReadOutputAs<int>());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_purge_takes_an_ended_instance_with_its_children_if_asked()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Child", context => context.InstanceId)
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: context.InstanceId + "-child"))));
        await host.RunAsync("Parent", id: "a");
        await host.RunAsync("Parent", id: "b");

        PurgeResult alone = await host.Client.PurgeInstanceAsync("a");
        PurgeResult tree = await host.Client.PurgeInstanceAsync("b", new PurgeInstanceOptions(Recursive: true));
        PurgeResult rest = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());

        Assert.Equal(1, alone.PurgedInstanceCount);
        Assert.Equal(2, tree.PurgedInstanceCount);
        Assert.Equal(1, rest.PurgedInstanceCount);
        Assert.True(rest.IsComplete);
        Assert.Empty(await host.Client.GetAllInstancesAsync().ToListAsync());
    }

    [Fact]
    public async Task Lists_are_filtered_and_read_page_by_page()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Echo", (_, number) => number)
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<int>("e")));
        for (int i = 0; i < 5; i++)
        {
            await host.RunAsync("Echo", i, $"echo-{i}");
        }

        await host.StartInstanceAsync("Wait", id: "wait");

        var query = new OrchestrationQuery(InstanceIdPrefix: "echo-", PageSize: 2, FetchInputsAndOutputs: true);
        var pages = await host.Client.GetAllInstancesAsync(query).AsPages().ToListAsync();
        var running = await host.Client
            .GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed]))
            .ToListAsync();

        Assert.Equal([2, 2, 1], pages.Select(page => page.Values.Count));
        Assert.Equal([0, 1, 2, 3, 4], pages.SelectMany(page => page.Values).Select(item => item.ReadOutputAs<int>()));
        Assert.Equal(5, running.Count);
    }

    [Fact]
    public async Task Ids_are_listed_by_status_and_time_of_the_end_page_by_page()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool, int>("Maybe", (_, fails) => fails ? throw new FormatException("no") : 1));
        for (int i = 0; i < 5; i++)
        {
            await host.RunAsync("Maybe", i == 1, $"i{i}");
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        DateTimeOffset end = host.Clock.GetUtcNow();
        Page<string> first = await host.Client.ListInstanceIdsAsync(
            [OrchestrationRuntimeStatus.Completed], end.AddMinutes(-4), end.AddMinutes(-1), pageSize: 2);
        Page<string> second = await host.Client.ListInstanceIdsAsync(
            [OrchestrationRuntimeStatus.Completed],
            end.AddMinutes(-4),
            end.AddMinutes(-1),
            2,
            first.ContinuationToken);

        Assert.Equal(["i2", "i3"], first.Values);
        Assert.Equal(["i4"], second.Values);
        Assert.Null(second.ContinuationToken);
        Assert.Equal(5, (await host.Client.ListInstanceIdsAsync()).Values.Count);
    }

    [Fact]
    public async Task Calls_that_nobody_awaits_run_all_the_same()
    {
        var ran = new TaskCompletionSource();
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Effect", _ => ran.SetResult())
            .AddOrchestratorFunc("Forget", (TaskOrchestrationContext context) =>
            {
                _ = context.CallActivityAsync("Effect");
            }));

        await host.RunAsync("Forget");

        await ran.Task.WaitAsync(EngineHost.Patience);
    }

    /// <summary>
    /// It had rested before its end, so it stood among those that may leave; when it left, the end of its activity
    /// found nobody, and each later start ran the activity again.
    /// </summary>
    [Fact]
    public async Task An_ended_instance_stays_in_memory_until_its_last_activity_has_ended()
    {
        var gate = new TaskCompletionSource();
        var store = new InMemoryDurableStore();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddActivityFunc("Slow", async _ =>
                {
                    await gate.Task;
                })
                .AddOrchestratorFunc("Forget", async context =>
                {
                    _ = context.CallActivityAsync("Slow");
                    await context.WaitForExternalEvent<int>("go");
                })
                .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<int>("never")),
            store,
            options: new DurableEngineOptions { MaxLiveInstances = 1 });
        string id = await host.StartInstanceAsync("Forget");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync(id, "go", 1);
        await host.EndOfAsync(id);
        for (int i = 0; i < 2; i++)
        {
            await host.WaitForStatusAsync(await host.StartInstanceAsync("Wait"), OrchestrationRuntimeStatus.Running);
        }

        gate.SetResult();

        await WaitUntilAsync(async () => !(await store.FindAsync(id, withPayloads: false))!.MustRecover);
    }

    [Fact]
    public async Task A_wide_fan_out_costs_few_turns()
    {
        const int Width = 2_000;
        var store = new InMemoryDurableStore();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddActivityFunc<int, int>("Echo", (_, number) => number)
                .AddOrchestratorFunc<int, int>("FanOut", async (context, width) =>
                    (await Task.WhenAll(Enumerable.Range(0, width)
                        .Select(number => context.CallActivityAsync<int>("Echo", number)))).Sum()),
            store,
            options: new DurableEngineOptions());

        OrchestrationMetadata end = await host.RunAsync("FanOut", Width);

        Assert.Equal(Width * (Width - 1) / 2, end.ReadOutputAs<int>());
        Assert.True((await store.LoadAsync(end.InstanceId))!.Turns.Count < Width, "Every result took a turn.");
    }

    /// <summary>Looks again and again: what is stored behind the back of clients has no signal.</summary>
    private static async Task WaitUntilAsync(Func<Task<bool>> isReached)
    {
        using var patience = new CancellationTokenSource(EngineHost.Patience);
        while (!await isReached())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
