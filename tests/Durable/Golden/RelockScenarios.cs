using System.Collections.Concurrent;
using Swarm.Durable;
using Swarm.Durable.Entities;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>An instance that failed inside a critical section takes its locks again before it goes on.</summary>
internal static class RelockScenarios
{
    private static readonly EntityInstanceId First = new("slate", "golden-1");
    private static readonly EntityInstanceId Second = new("slate", "golden-2");

    internal static GoldenScenario Relocks { get; } = new("relocks", Register, DriveAsync);

    private static void Register(DurableTaskRegistry tasks)
    {
        var failed = new ConcurrentDictionary<string, bool>();
        tasks
            .AddEntity("slate", _ => new Slate())
            .AddActivityFunc<string, string>("FailOnce", (context, text) =>
                failed.TryAdd($"{context.InstanceId} {text}", true) ? throw new GoldenException(text) : text)
            .AddOrchestratorFunc<string>("Relocked", async context =>
            {
                int inside;
                string mended;
                await using (await context.Entities.LockEntitiesAsync(Second, First))
                {
                    inside = await context.Entities.CallEntityAsync<int>(First, "add", 3);
                    mended = await TellAlikeAsync(context.CallActivityAsync<string>("FailOnce", "inside"));
                    inside += await context.Entities.CallEntityAsync<int>(Second, "add", 4);
                }

                return $"{inside} {mended}";
            });
    }

    private static async Task<string> TellAlikeAsync(Task<string> call)
    {
        try
        {
            return await call;
        }
        catch (TaskFailedException failed)
        {
#pragma warning disable MA0054 // Its own stack trace would tell where the history was recorded.
            throw new GoldenException(failed.FailureDetails.ErrorMessage);
#pragma warning restore MA0054
        }
    }

    private static async Task DriveAsync(EngineHost host)
    {
        string id = await host.StartInstanceAsync("Relocked", id: "golden-relocked");
        await host.EndOfAsync(id);
        await host.Client.RewindInstanceAsync(id, "mended");
        var end = await host.EndOfAsync(id);
        Assert.Equal("7 inside", end.ReadOutputAs<string>());
    }

    private sealed class Slate : TaskEntity<int>
    {
        public int Add(int amount) => State += amount;
    }
}
