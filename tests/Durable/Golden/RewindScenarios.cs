using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Failed instances that go on: with a failed call, a failed child, and beside a chain that went on.</summary>
internal static class RewindScenarios
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    internal static GoldenScenario Rewinds { get; } = new("rewinds", Register, DriveAsync);

    private static void Register(DurableTaskRegistry tasks)
    {
        var failed = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        tasks
            .AddActivityFunc<string, string>("Echo", (_, text) => text)
            .AddActivityFunc<string, string>("FailOnce", (context, text) =>
                failed.TryAdd($"{context.InstanceId} {text}", true) ? throw new GoldenException(text) : text)
            .AddOrchestratorFunc<string>("RewoundChild", context => TellAlikeAsync(
                () => context.CallActivityAsync<string>("FailOnce", "in the child")))
            .AddOrchestratorFunc<string>("Rewound", context => TellAlikeAsync(() => RunAsync(context)));
    }

    private static async Task<string> TellAlikeAsync(Func<Task<string>> run)
    {
        try
        {
            return await run();
        }
        catch (TaskFailedException failed)
        {
#pragma warning disable MA0054 // Its own stack trace would tell where the history was recorded.
            throw new GoldenException(failed.FailureDetails.ErrorMessage);
#pragma warning restore MA0054
        }
    }

    private static async Task<string> RunAsync(TaskOrchestrationContext context)
    {
        string before = await context.CallActivityAsync<string>("Echo", "before");
        Task<string> failing = context.CallActivityAsync<string>("FailOnce", "beside");
        Task<string> going = GoOnAsync(context);
        string child = await context.CallSubOrchestratorAsync<string>(
            "RewoundChild", new SubOrchestrationOptions(instanceId: "golden-rewound-child"));
        return $"{before} {child} {await going} {await failing}";
    }

    private static async Task<string> GoOnAsync(TaskOrchestrationContext context)
    {
        await context.CreateTimer(Minute, CancellationToken.None);
        return await context.CallActivityAsync<string>("Echo", context.NewGuid().ToString());
    }

    private static async Task DriveAsync(EngineHost host)
    {
        string id = await host.StartInstanceAsync("Rewound", id: "golden-rewound");
        await host.EndOfAsync(id);
        await host.Client.RewindInstanceAsync(id, "mended");
        await host.WaitForStatusAsync("golden-rewound-child", OrchestrationRuntimeStatus.Completed);
        await host.Clock.WaitForTimerAsync(Minute);
        host.Clock.Advance(Minute);
        await host.EndOfAsync(id);
    }
}
