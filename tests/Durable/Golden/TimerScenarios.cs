using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Timers: in order, won against, cancelled, far away; and suspension, which holds what comes.</summary>
internal static class TimerScenarios
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    internal static GoldenScenario Timers { get; } = new("timers", RegisterTimers, DriveTimersAsync);

    internal static GoldenScenario Suspension { get; } = new("suspension", RegisterSuspension, SuspendAsync);

    private static void RegisterTimers(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<string, string>("Echo", (_, text) => text)
        .AddOrchestratorFunc<string>("Timers", async context =>
        {
            await context.CreateTimer(Hour, CancellationToken.None);
            using var cancellation = new CancellationTokenSource();
            Task late = context.CreateTimer(Hour * 3, cancellation.Token);
            Task<string> quick = context.CallActivityAsync<string>("Echo", "quick");
            Task winner = await Task.WhenAny(late, quick);
            GiveUp(cancellation);
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(90), CancellationToken.None);
            return winner == quick ? "the activity" : "the timer";
        });

    private static async Task DriveTimersAsync(EngineHost host)
    {
        string id = await host.StartInstanceAsync("Timers", id: "golden-timers");
        await host.Clock.WaitForTimerAsync(Hour);
        host.Clock.Advance(Hour);
        await host.WaitForHistoryAsync(id, item => item is TaskCompleted);
        host.Clock.Advance(TimeSpan.FromDays(90));
        await host.EndOfAsync(id);
    }

    private static void RegisterSuspension(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<string, string>("Echo", (_, text) => text)
        .AddOrchestratorFunc<string>("Suspended", async context =>
        {
            string held = await context.WaitForExternalEvent<string>("held");
            return await context.CallActivityAsync<string>("Echo", held);
        });

    private static async Task SuspendAsync(EngineHost host)
    {
        string id = await host.StartInstanceAsync("Suspended", id: "golden-suspended");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        await host.Client.SuspendInstanceAsync(id, "a pause");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.RaiseEventAsync(id, "held", "kept");
        await host.WaitForHistoryAsync(id, item => item is EventRaised);
        await host.Client.ResumeInstanceAsync(id, "go on");
        await host.EndOfAsync(id);
    }

    /// <summary>CancelAsync would go on outside of the turn.</summary>
    private static void GiveUp(CancellationTokenSource cancellation) => cancellation.Cancel();
}
