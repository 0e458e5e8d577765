using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class TimerTests
{
    [Fact]
    public async Task Line_5_a_timer_far_beyond_any_limit_fires_once_at_its_time()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Sleep", async context =>
            {
                DateTime start = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
                return context.CurrentUtcDateTime - start;
            }));
        string id = await host.StartInstanceAsync("Sleep");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromDays(1));

        for (int day = 0; day < 100; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(TimeSpan.FromDays(100), (await host.EndOfAsync(id)).ReadOutputAs<TimeSpan>());
    }

    [Fact]
    public async Task A_timer_that_came_due_while_the_machine_slept_fires_soon_after_it_wakes()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Sleep", async context =>
            {
                DateTime start = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromHours(3), CancellationToken.None);
                return context.CurrentUtcDateTime - start;
            }));
        string id = await host.StartInstanceAsync("Sleep");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromHours(3));

        host.Clock.Sleep(TimeSpan.FromHours(8));
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        TimeSpan passed = (await host.EndOfAsync(id)).ReadOutputAs<TimeSpan>();
        Assert.Equal(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(1), passed);
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Order", async context =>
            {
                var order = new List<int>();
                int[] minutes = [30, 10, 20];
                await Task.WhenAll(minutes.Select(async delay =>
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(delay), CancellationToken.None);
                    order.Add(delay);
                }));
                return string.Join(' ', order);
            }));
        string id = await host.StartInstanceAsync("Order");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(10));

        host.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal("10 20 30", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_throws_and_does_not_fire()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Cancel", async context =>
            {
                using var cancellation = new CancellationTokenSource();
                Task timer = context.CreateTimer(TimeSpan.FromMinutes(1), cancellation.Token);
                await context.WaitForExternalEvent<int>("cancel");
                cancellation.Cancel();
                try
                {
                    await timer;
                    return "fired";
                }
                catch (TaskCanceledException)
                {
                    context.SetCustomStatus("cancelled");
                    await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
                    return "cancelled";
                }
            }));
        string id = await host.StartInstanceAsync("Cancel");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        await host.Client.RaiseEventAsync(id, "cancel", 1);
        await host.WaitForCustomStatusAsync(id, "cancelled");

        host.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("cancelled", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_of_the_past_fires_at_once()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Past", async context =>
            {
                await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);
                return "done";
            }));

        Assert.Equal("done", await host.RunAsync<string>("Past"));
    }

    [Fact]
    public async Task Line_18_the_time_of_a_turn_is_the_same_on_replay()
    {
        var seen = new List<(bool IsReplaying, DateTime Time)>();
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Nothing", _ => { })
            .AddOrchestratorFunc("Time", async context =>
            {
                seen.Add((context.IsReplaying, context.CurrentUtcDateTime));
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }));
        string id = await host.StartInstanceAsync("Time");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await host.EndOfAsync(id);

        Assert.Single(seen, entry => !entry.IsReplaying);
        Assert.Contains(seen, entry => entry.IsReplaying);
        Assert.Single(seen.Select(entry => entry.Time).Distinct());
    }
}
