using System.Collections.Concurrent;
using Swarm.Durable;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>One orchestration that uses every primitive, and counts how often each activity ran.</summary>
internal sealed class EverythingWorkload
{
    internal const string Id = "everything";
    internal const string Expected = "6 1,4,9,16 child(5) child(7) go second 51";

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
            return $"{carried} {second} {await context.CallActivityAsync<int>("Increment", 50)}";
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
        context.ContinueAsNew($"{sum} {string.Join(',', squares)} {string.Join(' ', children)} {go}");
        return "never seen";
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
}
