using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class StartTests
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("@entity")]
    public async Task Line_9_ids_with_forbidden_characters_are_refused(string id)
    {
        await using EngineHost host = await EngineHost.StartAsync(AddTasks);

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartInstanceAsync("Wait", id: id));
    }

    [Fact]
    public async Task Line_9_ids_up_to_256_characters_are_taken()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddTasks);

        await host.StartInstanceAsync("Wait", id: new string('x', 256));

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartInstanceAsync("Wait", id: new string('x', 257)));
    }

    [Fact]
    public async Task Line_9_an_id_that_has_not_ended_is_refused_and_an_ended_one_is_replaced()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddTasks);
        await host.StartInstanceAsync("Wait", id: "same");
        await host.Client.WaitForInstanceStartAsync("same").WaitAsync(EngineHost.Patience);

        var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.StartInstanceAsync("Wait", id: "same"));
        await host.Client.RaiseEventAsync("same", "e", "first");
        await host.EndOfAsync("same");
        await host.StartInstanceAsync("Wait", id: "same");
        await host.Client.RaiseEventAsync("same", "e", "second");

        Assert.Equal("same", refused.InstanceId);
        Assert.Equal(OrchestrationRuntimeStatus.Running, refused.ExistingStatus);
        Assert.Equal("second", (await host.EndOfAsync("same")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_9_dedupe_statuses_refuse_ended_instances_and_admit_running_ones()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddTasks);
        StartOrchestrationOptions keepEnded =
            new StartOrchestrationOptions("same").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);
        await host.StartInstanceAsync("Wait", id: "same");
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", keepEnded);
        await host.Client.RaiseEventAsync("same", "e", "the second");

        OrchestrationMetadata end = await host.EndOfAsync("same");

        Assert.Equal("the second", end.ReadOutputAs<string>());
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", keepEnded));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", keepEnded with { DedupeStatuses = ["Nonsense"] }));
    }

    [Fact]
    public async Task A_scheduled_start_waits_for_its_time_and_keeps_events_until_then()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddTasks);
        DateTimeOffset startAt = host.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("later", startAt));
        await host.Client.RaiseEventAsync(id, "e", "early");
        OrchestrationMetadata? before = await host.Client.GetInstanceAsync(id);

        host.Clock.Advance(TimeSpan.FromHours(1));

        OrchestrationMetadata end = await host.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, before!.RuntimeStatus);
        Assert.Equal("early", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_scheduled_start_can_be_terminated_before_its_time()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddTasks);
        DateTimeOffset startAt = host.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("later", startAt));

        await host.Client.TerminateInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task An_input_over_the_limit_is_refused_with_a_clear_message()
    {
        await using EngineHost host = await EngineHost.StartAsync(
            AddTasks, options: new DurableEngineOptions { MaxPayloadChars = 100 });

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => host.StartInstanceAsync("Wait", new string('x', 200)));

        Assert.Contains("at most 100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_nobody_is_an_error_and_waiting_can_be_given_up()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddTasks);
        string id = await host.StartInstanceAsync("Wait");
        using var cancellation = new CancellationTokenSource();
        Task wait = host.Client.WaitForInstanceCompletionAsync(id, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
        await Assert.ThrowsAsync<InstanceNotFoundException>(
            () => host.Client.WaitForInstanceCompletionAsync("nobody"));
    }

    [Fact]
    public async Task A_restart_runs_the_same_input_again()
    {
        int runs = 0;
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Count", (_, number) => number + Interlocked.Increment(ref runs))
            .AddOrchestratorFunc<int, int>("Run", (context, number) =>
                context.CallActivityAsync<int>("Count", number)));
        OrchestrationMetadata first = await host.RunAsync("Run", 10);

        string again = await host.Client.RestartAsync(first.InstanceId, restartWithNewInstanceId: true);

        Assert.Equal(11, first.ReadOutputAs<int>());
        Assert.NotEqual(first.InstanceId, again);
        Assert.Equal(12, (await host.EndOfAsync(again)).ReadOutputAs<int>());
    }

    private static void AddTasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("e"));
}
