using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class RetryTests
{
    [Fact]
    public async Task Line_7_retries_wait_by_durable_timers_with_backoff_capped_by_the_longest_wait()
    {
        int attempts = 0;
        var policy = new RetryPolicy(5, TimeSpan.FromMinutes(1), 2, TimeSpan.FromMinutes(3));
        await using EngineHost host = await StartAsync(() => ++attempts < 5, policy);
        string id = await host.StartInstanceAsync("Try");
        int[] minutes = [1, 2, 3, 3];
        foreach (int wait in minutes)
        {
            await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(wait));
            host.Clock.Advance(TimeSpan.FromMinutes(wait));
        }

        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(5, attempts);
    }

    [Fact]
    public async Task Line_7_the_last_failure_is_thrown_when_the_attempts_are_used_up()
    {
        int attempts = 0;
        await using EngineHost host = await StartAsync(
            () =>
            {
                attempts++;
                return true;
            },
            new RetryPolicy(2, TimeSpan.FromMinutes(1)));
        string id = await host.StartInstanceAsync("Try");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Line_7_a_failure_that_is_not_to_be_handled_stops_after_that_try()
    {
        int attempts = 0;
        var policy = new RetryPolicy(5, TimeSpan.FromMinutes(1))
        {
            HandleFailure = failure => !failure.IsCausedBy<InvalidOperationException>(),
        };
        await using EngineHost host = await StartAsync(() => ++attempts > 0, policy);

        OrchestrationMetadata end = await host.RunAsync("Try");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Line_7_no_attempt_is_made_after_the_retry_timeout()
    {
        int attempts = 0;
        var policy = new RetryPolicy(10, TimeSpan.FromMinutes(2), retryTimeout: TimeSpan.FromMinutes(3));
        await using EngineHost host = await StartAsync(() => ++attempts > 0, policy);
        string id = await host.StartInstanceAsync("Try");
        for (int i = 0; i < 2; i++)
        {
            await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(2));
            host.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task A_retry_handler_decides_and_may_wait()
    {
        int attempts = 0;
        var seen = new List<int>();
        AsyncRetryHandler handler = async retry =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
            {
                seen.Add(retry.LastAttemptNumber);
            }

            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(1), retry.CancellationToken);
            return retry.LastFailure.IsCausedBy<InvalidOperationException>() && retry.LastAttemptNumber < 3;
        };
        await using EngineHost host = await StartAsync(() => ++attempts > 0, handler);
        string id = await host.StartInstanceAsync("Try");
        for (int i = 0; i < 3; i++)
        {
            await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await host.EndOfAsync(id);

        Assert.Equal(3, attempts);
        Assert.Equal([1, 2, 3], seen);
    }

    [Fact]
    public async Task A_sub_orchestration_is_tried_again_under_its_id()
    {
        int attempts = 0;
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Flaky", _ =>
            {
                if (++attempts < 3)
                {
                    throw new InvalidOperationException("not yet");
                }
            })
            .AddOrchestratorFunc("Child", async context =>
            {
                await context.CallActivityAsync("Flaky");
                return context.InstanceId;
            })
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child",
                new SubOrchestrationOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)), "the-child"))));
        string id = await host.StartInstanceAsync("Parent");
        for (int i = 0; i < 2; i++)
        {
            await host.Clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(1));
            host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal("the-child", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    private static Task<EngineHost> StartAsync(Func<bool> fails, TaskRetryOptions retry) =>
        EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Flaky", _ =>
            {
                if (fails())
                {
                    throw new InvalidOperationException("on purpose");
                }
            })
            .AddOrchestratorFunc("Try", context => context.CallActivityAsync("Flaky", new TaskOptions(retry))));
}
