using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class ExternalEventTests
{
    [Fact]
    public async Task Line_1_event_names_compare_without_case()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Approval")));
        string id = await host.StartInstanceAsync("Wait");

        await host.Client.RaiseEventAsync(id, "APPROVAL", "yes");

        Assert.Equal("yes", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_1_events_that_come_before_their_wait_are_kept_first_in_first_out()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Late", async context =>
            {
                await context.WaitForExternalEvent<int>("go");
                return await context.WaitForExternalEvent<string>("e")
                    + await context.WaitForExternalEvent<string>("E")
                    + await context.WaitForExternalEvent<string>("e");
            }));
        string id = await host.StartInstanceAsync("Late");
        foreach (string payload in new[] { "a", "b", "c" })
        {
            await host.Client.RaiseEventAsync(id, "e", payload);
        }

        await host.Client.RaiseEventAsync(id, "go", 1);

        Assert.Equal("abc", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_1_several_waiters_are_served_last_in_first_out()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Two", async context =>
            {
                Task<string> first = context.WaitForExternalEvent<string>("e");
                Task<string> second = context.WaitForExternalEvent<string>("e");
                await Task.WhenAll(first, second);
                return $"{await first}{await second}";
            }));
        string id = await host.StartInstanceAsync("Two");

        await host.Client.RaiseEventAsync(id, "e", "1");
        await host.Client.RaiseEventAsync(id, "e", "2");

        Assert.Equal("21", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_1_waiting_for_one_name_as_two_types_throws()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Types", context =>
            {
                _ = context.WaitForExternalEvent<string>("e");
                return context.WaitForExternalEvent<int>("e");
            }));

        OrchestrationMetadata end = await host.RunAsync("Types");

        Assert.Equal("System.ArgumentException", end.FailureDetails!.ErrorType);
        Assert.Contains("System.String", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Line_1_a_payload_of_another_form_fails_the_instance_whatever_its_code_catches(bool comesFirst)
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Catch", async context =>
            {
                if (comesFirst)
                {
                    await context.WaitForExternalEvent<int>("go");
                }

                try
                {
                    return await context.WaitForExternalEvent<int>("number");
                }
                catch (Exception)
                {
                    return -1;
                }
            }));
        string id = await host.StartInstanceAsync("Catch");
        await host.Client.RaiseEventAsync(id, "number", "no number");
        if (comesFirst)
        {
            await host.Client.RaiseEventAsync(id, "go", 1);
        }

        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("System.Text.Json.JsonException", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Line_2_a_timed_wait_throws_when_its_time_has_elapsed()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Timed", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("e", TimeSpan.FromHours(1));
                }
                catch (TaskCanceledException)
                {
                    return "too late";
                }
            }));
        string id = await host.StartInstanceAsync("Timed");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromHours(1));

        host.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("too late", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timed_wait_takes_an_event_in_time_and_its_timer_is_gone()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Timed", async context =>
            {
                string payload = await context.WaitForExternalEvent<string>("e", TimeSpan.FromHours(1));
                return payload + await context.WaitForExternalEvent<string>("end");
            }));
        string id = await host.StartInstanceAsync("Timed");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromHours(1));
        await host.Client.RaiseEventAsync(id, "e", "in time");

        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.Client.RaiseEventAsync(id, "end", "!");

        Assert.Equal("in time!", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_2_a_waiter_that_gave_up_does_not_swallow_the_next_event()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("GiveUp", async context =>
            {
                using var cancellation = new CancellationTokenSource();
                Task<string> stays = context.WaitForExternalEvent<string>("e");
                Task<string> gone = context.WaitForExternalEvent<string>("e", cancellation.Token);
                cancellation.Cancel();
                return $"{await stays} {gone.IsCanceled}";
            }));
        string id = await host.StartInstanceAsync("GiveUp");

        await host.Client.RaiseEventAsync(id, "e", "taken");

        Assert.Equal("taken True", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_12_raising_an_event_to_nobody_or_to_an_ended_instance_is_an_error()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Done", _ => Task.CompletedTask));
        string id = await host.StartInstanceAsync("Done");
        await host.EndOfAsync(id);

        InstanceNotFoundException unknown = await Assert.ThrowsAsync<InstanceNotFoundException>(
            () => host.Client.RaiseEventAsync("nobody", "e"));
        InstanceEndedException ended = await Assert.ThrowsAsync<InstanceEndedException>(
            () => host.Client.RaiseEventAsync(id, "e"));

        Assert.Equal("nobody", unknown.InstanceId);
        Assert.Equal(id, ended.InstanceId);
    }

    [Fact]
    public async Task An_orchestration_sends_events_to_another_and_nobody_minds_if_there_is_none()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Receiver", async context =>
                await context.WaitForExternalEvent<string>("ping") + await context.WaitForExternalEvent<string>("ping"))
            .AddOrchestratorFunc<string, string>("Sender", (context, receiver) =>
            {
                context.SendEvent("nobody", "ping", "lost");
                context.SendEvent(receiver, "ping", "1");
                context.SendEvent(receiver, "Ping", "2");
                return "sent";
            }));
        string receiver = await host.StartInstanceAsync("Receiver");

        Assert.Equal("sent", await host.RunAsync<string>("Sender", receiver));

        Assert.Equal("12", (await host.EndOfAsync(receiver)).ReadOutputAs<string>());
    }
}
