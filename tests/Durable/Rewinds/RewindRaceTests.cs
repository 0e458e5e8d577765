using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Rewinds;

/// <summary>Rewinds that come while the instance is on its way out of memory, or is only just back.</summary>
public sealed class RewindRaceTests
{
    private bool _isMended;

    /// <summary>The request was posted to the instance in memory, which left without looking at it.</summary>
    [Fact]
    public async Task A_rewind_that_comes_while_the_ended_instance_leaves_memory_is_not_lost()
    {
        var store = new HeldStore(new InMemoryDurableStore()) { HoldsSettling = true };
        var release = new HeldWork();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => Register(tasks)
                .AddActivityFunc("Stray", _ => release.Done)
                .AddOrchestratorFunc("Leaves", async context =>
                {
                    _ = context.CallActivityAsync("Stray");
                    return await context.CallActivityAsync<string>("Break");
                }),
            store);
        using HeldWork stray = release;
        using HeldStore held = store;
        await host.RunAsync("Leaves", id: "leaves");
        release.Release();
        await store.Stored.WaitAsync(EngineHost.Patience);
        _isMended = true;

        await host.Client.RewindInstanceAsync("leaves", "mended");
        store.Release();

        Assert.Equal("mended", (await host.EndOfAsync("leaves")).ReadOutputAs<string>());
    }

    /// <summary>Its end is stored, and whoever reads the store may rewind it before the engine is told.</summary>
    [Fact]
    public async Task A_rewind_that_comes_as_soon_as_the_end_is_stored_is_not_lost()
    {
        var store = new HeldStore(new InMemoryDurableStore()) { HoldsCommit = commit => commit.IsEnd };
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => Register(tasks).AddOrchestratorFunc(
                "Ends", context => context.CallActivityAsync<string>("Break")),
            store);
        using HeldStore held = store;
        await host.StartInstanceAsync("Ends", id: "ends");
        await store.Stored.WaitAsync(EngineHost.Patience);
        _isMended = true;

        await host.Client.RewindInstanceAsync("ends", "mended");
        store.Release();
        await host.WaitForStatusAsync("ends", OrchestrationRuntimeStatus.Completed);

        Assert.Equal("mended", (await host.EndOfAsync("ends")).ReadOutputAs<string>());
    }

    /// <summary>
    /// An activity that still runs from before the failure is not started again. The next generation's of the same
    /// number is another: once it was taken for it, and never started.
    /// </summary>
    [Fact]
    public async Task What_still_runs_from_before_a_rewind_keeps_nothing_of_the_next_generation_from_running()
    {
        var release = new HeldWork();
        await using EngineHost host = await EngineHost.StartAsync(tasks => Register(tasks)
            .AddActivityFunc("Slow", _ => release.Done)
            .AddActivityFunc<string, string>("Next", (_, text) => $"did {text}")
            .AddOrchestratorFunc<int, string>("Goes on", async (context, generation) =>
            {
                if (generation == 2)
                {
                    return await context.CallActivityAsync<string>("Next", "it");
                }

                _ = context.CallActivityAsync("Slow");
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                if (!_isMended)
                {
                    throw new InvalidOperationException("a bug");
                }

                context.ContinueAsNew(2);
                return string.Empty;
            }));
        using HeldWork slow = release;
        await host.RunAsync("Goes on", 1, "goes-on");
        _isMended = true;

        await host.Client.RewindInstanceAsync("goes-on", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("goes-on");
        release.Release();

        Assert.Equal("did it", end.ReadOutputAs<string>());
    }

    private DurableTaskRegistry Register(DurableTaskRegistry tasks) => tasks.AddActivityFunc(
        "Break", _ => _isMended ? "mended" : throw new InvalidOperationException("broken"));
}
