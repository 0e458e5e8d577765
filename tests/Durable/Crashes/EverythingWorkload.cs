using System.Collections.Concurrent;
using Swarm.Durable;
using Swarm.Durable.Entities;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>One orchestration that uses every primitive, and counts how often each activity ran.</summary>
internal sealed class EverythingWorkload
{
    internal const string Id = "everything";

    internal static readonly EntityInstanceId First = new("account", "first");
    internal static readonly EntityInstanceId Second = new("account", "second");
    internal static readonly EntityInstanceId Third = new("account", "third");

    internal const string Expected = "6 1,4,9,16 child(5) child(7) go 11,2,6,7 second 51 6";

    /// <summary>How often each activity ran, by its argument.</summary>
    internal ConcurrentDictionary<string, int> Runs { get; } = new();

    internal void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, int>("Increment", (context, number) =>
        {
            Count($"increment {context.InstanceId} {number}");
            return number + 1;
        })
        .AddActivityFunc<int, int>("Square", (context, number) =>
        {
            Count($"square {context.InstanceId} {number}");
            return number * number;
        })
        .AddActivityFunc<int>("FailFirst", (context, attempt) =>
        {
            Count($"fail {context.InstanceId} {attempt}");
            throw new InvalidOperationException("on purpose");
        })
        .AddEntity<Account>()
        .AddOrchestratorFunc<int, string>("Child", ChildAsync)
        .AddOrchestratorFunc<string?, string>("Everything", RunAsync);

    private static async Task<string> ChildAsync(TaskOrchestrationContext context, int number)
    {
        context.SendEvent(Id, "child-started", number);
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        return $"child({await context.CallActivityAsync<int>("Increment", number)})";
    }

    private static async Task<string> RunAsync(TaskOrchestrationContext context, string? carried)
    {
        if (carried is not null)
        {
            string second = await context.WaitForExternalEvent<string>("second");
            int incremented = await context.CallActivityAsync<int>("Increment", 50);

            // The generation before has ended in a critical section.
            return $"{carried} {second} {incremented} {await context.Entities.CallEntityAsync<int>(First, "get")}";
        }

        context.SetCustomStatus("sequence");
        int sum = 0;
        for (int i = 1; i <= 3; i++)
        {
            sum += await context.CallActivityAsync<int>("Increment", i) - 1;
        }

        int[] squares = await Task.WhenAll(
            Enumerable.Range(1, 4).Select(number => context.CallActivityAsync<int>("Square", number)));
        await SwallowAsync(context.CallActivityAsync(
            "FailFirst", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(1)))));
        context.SetCustomStatus("children");
        string[] children = await Task.WhenAll(
            context.CallSubOrchestratorAsync<string>("Child", 4, new SubOrchestrationOptions(instanceId: "child-4")),
            context.CallSubOrchestratorAsync<string>("Child", 6));
        await context.WaitForExternalEvent<int>("child-started");
        await context.WaitForExternalEvent<int>("child-started");
        string go = await context.WaitForExternalEvent<string>("go", TimeSpan.FromDays(1));
        string entities = await RunEntitiesAsync(context);
        context.ContinueAsNew($"{sum} {string.Join(',', squares)} {string.Join(' ', children)} {go} {entities}");
        return "never seen";
    }

    private static async Task<string> RunEntitiesAsync(TaskOrchestrationContext context)
    {
        DateTimeOffset soon = new DateTimeOffset(context.CurrentUtcDateTime).AddMilliseconds(1);
        await context.Entities.SignalEntityAsync(First, "add", 1);
        await context.Entities.SignalEntityAsync(Second, "add", 2, soon);
        int first = await context.Entities.CallEntityAsync<int>(First, "add", 10);
        await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
        int second = await context.Entities.CallEntityAsync<int>(Second, "get");
        await using (await context.Entities.LockEntitiesAsync(Second, First))
        {
            await context.Entities.CallEntityAsync(First, "send", 5);
            await context.Entities.CallEntityAsync(Second, "add", 5);
        }

        // It ends with the generation.
        await context.Entities.LockEntitiesAsync(Second, First);
        int after = await context.Entities.CallEntityAsync<int>(First, "get");
        return $"{first},{second},{after},{await context.Entities.CallEntityAsync<int>(Second, "get")}";
    }

    private static async Task SwallowAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (TaskFailedException)
        {
            // The failure is part of the workload.
        }
    }

    private void Count(string run) => Runs.AddOrUpdate(run, 1, (_, count) => count + 1);

    private sealed class Account : TaskEntity<int>
    {
        public int Add(int amount) => State += amount;

        public int Get() => State;

        /// <summary>Also tells a third account, which nobody calls.</summary>
        public void Send(int amount)
        {
            State -= amount;
            Context.SignalEntity(Third, nameof(Add), amount);
        }
    }
}
