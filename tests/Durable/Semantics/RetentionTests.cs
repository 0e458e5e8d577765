using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

/// <summary>What ended long ago is removed by the engine itself, if it is told to.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly DurableEngineOptions TwoDays = new() { ChecksReplay = true, Retention = 2 * Day };

    [Fact]
    public async Task What_ended_longer_ago_than_it_is_kept_is_purged_with_what_it_started()
    {
        await using EngineHost host = await EngineHost.StartAsync(Register, options: TwoDays);
        await host.RunAsync("Parent", id: "old");
        await host.RunAsync("Breaks", id: "old-failed");
        await host.StartInstanceAsync("Waits", id: "running");
        await host.WaitForStatusAsync("running", OrchestrationRuntimeStatus.Running);
        host.Clock.Advance(Day);
        await host.RunAsync("Parent", id: "young");

        host.Clock.Advance(Day + TimeSpan.FromHours(1));
        await WaitForAsync(host, "running", "young", "young.child");
        host.Clock.Advance(Day);
        await WaitForAsync(host, "running");
    }

    [Fact]
    public async Task What_a_parent_started_stays_as_long_as_the_parent()
    {
        await using EngineHost host = await EngineHost.StartAsync(Register, options: TwoDays);
        await host.StartInstanceAsync("Waits for the world", id: "parent");
        await host.WaitForStatusAsync("parent.child", OrchestrationRuntimeStatus.Completed);
        await host.RunAsync("Parent", id: "other");
        host.Clock.Advance(3 * Day);
        await WaitForAsync(host, "parent", "parent.child");

        await host.Client.RaiseEventAsync("parent", "go", 1);
        await host.EndOfAsync("parent");
        host.Clock.Advance(3 * Day);

        await WaitForAsync(host);
    }

    [Fact]
    public async Task Nothing_is_purged_unless_the_engine_is_told_to()
    {
        await using EngineHost host = await EngineHost.StartAsync(Register);
        await host.RunAsync("Parent", id: "old");

        host.Clock.Advance(400 * Day);

        Assert.Equal(["old", "old.child"], await ListAsync(host));
    }

    [Fact]
    public void A_retention_of_less_than_a_minute_is_refused() => Assert.Throws<InvalidOperationException>(
        () => EngineHost.Create(
            Register, new InMemoryDurableStore(), options: new DurableEngineOptions { Retention = TimeSpan.Zero }));

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Child", _ => "done")
        .AddOrchestratorFunc("Breaks", string (_) => throw new InvalidOperationException("on purpose"))
        .AddOrchestratorFunc("Waits", context => context.WaitForExternalEvent<int>("go"))
        .AddOrchestratorFunc("Parent", context => CallChildAsync(context))
        .AddOrchestratorFunc("Waits for the world", async context =>
        {
            await CallChildAsync(context);
            return await context.WaitForExternalEvent<int>("go");
        });

    private static Task<string> CallChildAsync(TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(
            "Child", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}.child"));

    private static async Task<string[]> ListAsync(EngineHost host) =>
    [
        .. (await host.Store.ListAsync(new InstanceQuery())).Instances
            .Select(instance => instance.InstanceId)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Waits until these instances are left. Sweeps have no signal to wait for.</summary>
    private static async Task WaitForAsync(EngineHost host, params string[] left)
    {
        using var patience = new CancellationTokenSource(EngineHost.Patience);
        string[] found;
        while (!(found = await ListAsync(host)).SequenceEqual(left))
        {
            Assert.False(patience.IsCancellationRequested, $"There are still {string.Join(", ", found)}.");
            await Task.Yield();
        }
    }
}
