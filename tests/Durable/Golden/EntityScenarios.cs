using System.Diagnostics;
using Swarm.Durable;
using Swarm.Durable.Entities;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Entities: called, signalled at once and later, failing, locked and given back.</summary>
internal static class EntityScenarios
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly EntityInstanceId First = new("tally", "golden-1");
    private static readonly EntityInstanceId Second = new("tally", "golden-2");

    internal static GoldenScenario Entities { get; } = new("entities", Register, DriveAsync);

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddEntity("tally", _ => new Tally())
        .AddOrchestratorFunc<string>("Entities", RunAsync);

    private static async Task<string> RunAsync(TaskOrchestrationContext context)
    {
        await context.Entities.SignalEntityAsync(First, "add", 1);
        var later = new DateTimeOffset(context.CurrentUtcDateTime + Hour);
        await context.Entities.SignalEntityAsync(First, "add", 100, later);
        int one = await context.Entities.CallEntityAsync<int>(First, "add", 2);
        string failure = "none";
        try
        {
            await context.Entities.CallEntityAsync(First, "fail");
        }
        catch (EntityOperationFailedException failed)
        {
            failure = failed.FailureDetails.ErrorMessage;
        }

        await using (await context.Entities.LockEntitiesAsync(Second, First))
        {
            await context.Entities.CallEntityAsync(Second, "add", one);
        }

        context.SetCustomStatus("sleeps");
        await context.CreateTimer(Hour * 2, CancellationToken.None);
        return $"{one} {failure} {await context.Entities.CallEntityAsync<int>(First, "add", 0)}";
    }

    private static async Task DriveAsync(EngineHost host)
    {
        await host.Client.Entities.SignalEntityAsync(Second, "add", 5);
        using Activity caller = new Activity("golden").Start();
        string id = await host.StartInstanceAsync("Entities", id: "golden-entities");
        await host.WaitForCustomStatusAsync(id, "sleeps");
        host.Clock.Advance(Hour * 2);
        var end = await host.EndOfAsync(id);
        Assert.Equal("3 on purpose 103", end.ReadOutputAs<string>());
    }

    private sealed class Tally : TaskEntity<int>
    {
        public int Add(int amount) => State += amount;

        public void Fail() => throw new GoldenException("on purpose");
    }
}
