using System.Globalization;
using Swarm.Durable;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Calls of activities: in sequence, at once, tried again, failing.</summary>
internal static class ActivityScenarios
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    internal static GoldenScenario Activities { get; } = new("activities", RegisterActivities, DriveActivitiesAsync);

    internal static GoldenScenario Failures { get; } = new("failures", RegisterFailures, DriveFailuresAsync);

    private static void RegisterActivities(DurableTaskRegistry tasks)
    {
        int flaky = 0;
        int stubborn = 0;
        tasks
            .AddActivityFunc<int, int>("Square", (_, number) => number * number)
            .AddActivityFunc<string, string>("Echo", (_, text) => text)
            .AddActivityFunc<int>("Flaky", (_, _) => FailUntil(3, ref flaky))
            .AddActivityFunc<int>("Stubborn", (_, _) => FailUntil(2, ref stubborn))
            .AddOrchestratorFunc<int, string>("Activities", RunActivitiesAsync);
    }

    private static async Task<string> RunActivitiesAsync(TaskOrchestrationContext context, int number)
    {
        context.SetCustomStatus("in sequence");
        int square = await context.CallActivityAsync<int>("Square", number);
        string guid = await context.CallActivityAsync<string>("Echo", context.NewGuid().ToString());
        string time = await context.CallActivityAsync<string>(
            "Echo", context.CurrentUtcDateTime.ToString("o", CultureInfo.InvariantCulture));
        context.SetCustomStatus(new { step = "at once", count = 3 });
        int[] squares = await Task.WhenAll(
            Enumerable.Range(1, 3).Select(each => context.CallActivityAsync<int>("square", each)));
        context.SetCustomStatus("again");
        await context.CallActivityAsync("Flaky", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(3, Minute, 2)));
        await context.CallActivityAsync(
            "Stubborn", 1, TaskOptions.FromRetryHandler((RetryContext retry) => retry.LastAttemptNumber < 3));
        return string.Create(CultureInfo.InvariantCulture, $"{square} {guid} {time} {squares.Sum()} ü€𝄞");
    }

    private static async Task DriveActivitiesAsync(EngineHost host)
    {
        string id = await host.StartInstanceAsync("Activities", 7, "golden-activities");
        await host.Clock.WaitForTimerAsync(Minute);
        host.Clock.Advance(Minute);
        await host.Clock.WaitForTimerAsync(Minute * 2);
        host.Clock.Advance(Minute * 2);
        await host.EndOfAsync(id);
    }

    private static void RegisterFailures(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int>("Fail", (_, _) =>
            throw new GoldenException("outer", new GoldenException("inner")))
        .AddOrchestratorFunc("FailAtOnce", (Func<TaskOrchestrationContext, string>)(_ =>
            throw new GoldenException("at once")))
        .AddOrchestratorFunc<string>("FailAfterCatching", async context =>
        {
            try
            {
                await context.CallActivityAsync("Fail", 1);
            }
            catch (TaskFailedException failed)
            {
                throw new GoldenException(
                    $"caught {failed.FailureDetails.ErrorType}", new GoldenException("a cause"));
            }

            return "never reached";
        });

    private static async Task DriveFailuresAsync(EngineHost host)
    {
        await host.RunAsync("FailAtOnce", id: "golden-fail-at-once");
        await host.RunAsync("FailAfterCatching", id: "golden-fail-after-catching");
    }

    private static void FailUntil(int attempt, ref int attempts)
    {
        if (++attempts < attempt)
        {
            throw new GoldenException($"attempt {attempts}");
        }
    }
}
