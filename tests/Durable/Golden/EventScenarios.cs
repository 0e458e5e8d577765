using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>External events: early, awaited, timed out, given up, sent; and generations that keep them.</summary>
internal static class EventScenarios
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    internal static GoldenScenario Events { get; } = new("events", RegisterEvents, DriveEventsAsync);

    internal static GoldenScenario ContinueAsNew { get; } = new("continue-as-new", RegisterLoop, DriveLoopAsync);

    private static void RegisterEvents(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Listener", context => context.WaitForExternalEvent<string>("sent"))
        .AddOrchestratorFunc<string>("Events", RunEventsAsync);

    private static async Task<string> RunEventsAsync(TaskOrchestrationContext context)
    {
        string go = await context.WaitForExternalEvent<string>("go");
        string early = await context.WaitForExternalEvent<string>("EARLY");
        string timely = await context.WaitForExternalEvent<string>("timely", Hour);
        string late = "in time";
        try
        {
            await context.WaitForExternalEvent<string>("late", Hour * 2);
        }
        catch (TaskCanceledException)
        {
            late = "too late";
        }

        using var cancellation = new CancellationTokenSource();
        Task<string> givenUp = context.WaitForExternalEvent<string>("either", cancellation.Token);
        string other = await context.WaitForExternalEvent<string>("or");
        GiveUp(cancellation);
        string either = await context.WaitForExternalEvent<string>("either");
        context.SendEvent("golden-listener", "sent", $"{other} {either}");
        return $"{go} {early} {timely} {late} {other} {either} {givenUp.IsCanceled}";
    }

    private static async Task DriveEventsAsync(EngineHost host)
    {
        await host.StartInstanceAsync("Listener", id: "golden-listener");
        string id = await host.StartInstanceAsync("Events", id: "golden-events");
        await RaiseAsync(host, id, "early", "first");
        await RaiseAsync(host, id, "go", "second");
        await RaiseAsync(host, id, "timely", "third");
        host.Clock.Advance(Hour * 2);
        await host.WaitForHistoryAsync(id, item => item is TimerFired);
        await RaiseAsync(host, id, "or", "fourth");
        await RaiseAsync(host, id, "either", "fifth");
        await host.EndOfAsync(id);
        await host.EndOfAsync("golden-listener");
    }

    private static async Task RaiseAsync(EngineHost host, string id, string name, string payload)
    {
        await host.Client.RaiseEventAsync(id, name, payload);
        await host.WaitForHistoryAsync(id, item => item is EventRaised raised && raised.Name == name);
    }

    private static void RegisterLoop(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, int>("Next", (_, number) => number + 1)
        .AddOrchestratorFunc<int, string>("Loop", async (context, round) =>
        {
            if (round == 2)
            {
                return $"{round} {await context.WaitForExternalEvent<string>("kept")}";
            }

            context.SetCustomStatus(round);
            await context.WaitForExternalEvent<string>($"round-{round}");
            int next = await context.CallActivityAsync<int>("Next", round);
            context.ContinueAsNew(next);
            return "never seen";
        });

    private static async Task DriveLoopAsync(EngineHost host)
    {
        string id = await host.StartInstanceAsync("Loop", 0, "golden-loop");
        await host.Client.WaitForInstanceStartAsync(id).WaitAsync(EngineHost.Patience);
        await RaiseAsync(host, id, "kept", "over two generations");
        await host.Client.RaiseEventAsync(id, "round-0", "on");
        await host.Client.RaiseEventAsync(id, "round-1", "on");
        OrchestrationMetadata end = await host.EndOfAsync(id);
        Assert.Equal("2 over two generations", end.ReadOutputAs<string>());
    }

    /// <summary>CancelAsync would go on outside of the turn.</summary>
    private static void GiveUp(CancellationTokenSource cancellation) => cancellation.Cancel();
}
