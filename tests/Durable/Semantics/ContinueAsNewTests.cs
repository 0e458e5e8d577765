using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class ContinueAsNewTests
{
    [Fact]
    public async Task A_new_generation_starts_with_its_input_and_without_history()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Increment", (_, number) => number + 1)
            .AddOrchestratorFunc<int, string>("Count", async (context, number) =>
            {
                int next = await context.CallActivityAsync<int>("Increment", number);
                if (next < 5)
                {
                    context.ContinueAsNew(next);
                }

                return $"ended at {next}";
            }));

        OrchestrationMetadata end = await host.RunAsync("Count", 0);

        Assert.Equal("ended at 5", end.ReadOutputAs<string>());
        Assert.Equal(4, end.ReadInputAs<int>());
    }

    [Theory]
    [InlineData(true, "12")]
    [InlineData(false, "none")]
    public async Task Line_3_unprocessed_events_are_kept_or_dropped(bool keeps, string expected)
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool, string>("Again", async (context, isSecond) =>
            {
                if (!isSecond)
                {
                    await context.WaitForExternalEvent<int>("go");
                    context.ContinueAsNew(true, keeps);
                    return "never seen";
                }

                try
                {
                    return await context.WaitForExternalEvent<string>("e", TimeSpan.FromMinutes(1))
                        + await context.WaitForExternalEvent<string>("e", TimeSpan.FromMinutes(1));
                }
                catch (TaskCanceledException)
                {
                    return "none";
                }
            }));
        string id = await host.StartInstanceAsync("Again", false);
        await host.Client.RaiseEventAsync(id, "e", "1");
        await host.Client.RaiseEventAsync(id, "e", "2");
        await host.Client.RaiseEventAsync(id, "go", 1);
        if (!keeps)
        {
            await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(expected, (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Results_for_an_earlier_generation_are_not_taken_for_the_new_one()
    {
        var gate = new TaskCompletionSource();
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<string, string>("Slow", async (_, text) =>
            {
                if (text == "old")
                {
                    await gate.Task;
                }

                return text;
            })
            .AddOrchestratorFunc<bool, string>("Again", async (context, isSecond) =>
            {
                Task<string> call = context.CallActivityAsync<string>("Slow", isSecond ? "new" : "old");
                await context.WaitForExternalEvent<int>("go");
                if (!isSecond)
                {
                    context.ContinueAsNew(true);
                    return "never seen";
                }

                return await call;
            }));
        string id = await host.StartInstanceAsync("Again", false);
        await host.Client.RaiseEventAsync(id, "go", 1);
        gate.SetResult();
        await host.Client.RaiseEventAsync(id, "go", 2);

        Assert.Equal("new", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_generation_can_go_on_as_another_version()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Version", context =>
            {
                if (context.Version != "2.0")
                {
                    context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2.0" });
                }

                return context.Version;
            }));

        Assert.Equal("2.0", await host.RunAsync<string>("Version"));
    }
}
