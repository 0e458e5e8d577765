using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class ControlTests
{
    [Fact]
    public async Task Line_10_a_suspended_instance_keeps_events_and_plays_them_when_resumed()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddWaiter);
        string id = await host.StartInstanceAsync("Wait");
        await host.Client.WaitForInstanceStartAsync(id).WaitAsync(EngineHost.Patience);
        await host.Client.SuspendInstanceAsync(id, "a break");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.RaiseEventAsync(id, "e", "1");
        await host.Client.RaiseEventAsync(id, "e", "2");

        await host.Client.ResumeInstanceAsync(id);

        Assert.Equal("12", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_10_timers_that_come_due_while_suspended_fire_when_resumed()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return "slept";
            }));
        string id = await host.StartInstanceAsync("Sleep");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        await host.Client.SuspendInstanceAsync(id);
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        await host.Client.ResumeInstanceAsync(id);

        Assert.Equal("slept", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    /// <summary>
    /// Found by simulation: the result of an activity was in history, but held because the instance was suspended, and
    /// a restart took the activity for one that was still running.
    /// </summary>
    [Fact]
    public async Task A_result_that_is_held_by_suspension_is_not_asked_for_again_after_a_restart()
    {
        int runs = 0;
        var gate = new TaskCompletionSource();
        var store = new InMemoryDurableStore();
        string id;
        await using (EngineHost first = await EngineHost.StartAsync(Register, store))
        {
            id = await first.StartInstanceAsync("Call");
            await first.Client.SuspendInstanceAsync(id);
            await first.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
            gate.SetResult();
            await first.WaitForHistoryAsync(id, item => item is TaskCompleted);
        }

        await using EngineHost second = await EngineHost.StartAsync(Register, store);
        await second.Client.ResumeInstanceAsync(id);

        Assert.Equal("done", (await second.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, runs);

        void Register(DurableTaskRegistry tasks) => tasks
            .AddActivityFunc("Slow", async (TaskActivityContext _) =>
            {
                Interlocked.Increment(ref runs);
                await gate.Task;
                return "done";
            })
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync<string>("Slow"));
    }

    [Fact]
    public async Task Line_10_suspension_does_not_spread_to_children()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks =>
        {
            AddWaiter(tasks);
            tasks.AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Wait", new SubOrchestrationOptions(instanceId: "child")));
        });
        string id = await host.StartInstanceAsync("Parent");
        await host.WaitForStatusAsync("child", OrchestrationRuntimeStatus.Running);

        await host.Client.SuspendInstanceAsync(id);
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Suspended);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.Client.GetInstanceAsync("child"))!.RuntimeStatus);
    }

    [Fact]
    public void Line_17_statuses_have_the_numbers_of_Durable_Task()
    {
        string[] names = Enum.GetNames<OrchestrationRuntimeStatus>();

        Assert.Equal(
            ["Running", "Completed", "ContinuedAsNew", "Failed", "Canceled", "Terminated", "Pending", "Suspended"],
            names);
        Assert.Equal(
            Enumerable.Range(0, 8), names.Select(name => (int)Enum.Parse<OrchestrationRuntimeStatus>(name)));
    }

    [Fact]
    public async Task Line_10_terminate_overrides_suspension()
    {
        await using EngineHost host = await EngineHost.StartAsync(AddWaiter);
        string id = await host.StartInstanceAsync("Wait");
        await host.Client.SuspendInstanceAsync(id);

        await host.Client.TerminateInstanceAsync(id, "stopped");

        OrchestrationMetadata end = await host.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("stopped", end.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Line_11_recursive_terminate_reaches_children_and_only_then(bool recursive)
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks =>
        {
            AddWaiter(tasks);
            tasks
                .AddOrchestratorFunc("Middle", context => context.CallSubOrchestratorAsync<string>(
                    "Wait", new SubOrchestrationOptions(instanceId: "leaf")))
                .AddOrchestratorFunc("Top", context => context.CallSubOrchestratorAsync<string>(
                    "Middle", new SubOrchestrationOptions(instanceId: "middle")));
        });
        string id = await host.StartInstanceAsync("Top", id: "top");
        await host.WaitForStatusAsync("leaf", OrchestrationRuntimeStatus.Running);

        await host.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: recursive));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.EndOfAsync(id)).RuntimeStatus);
        if (recursive)
        {
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.EndOfAsync("middle")).RuntimeStatus);
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.EndOfAsync("leaf")).RuntimeStatus);
        }
        else
        {
            await host.Client.RaiseEventAsync("leaf", "e", "1");
            await host.Client.RaiseEventAsync("leaf", "e", "2");
            Assert.Equal("12", (await host.EndOfAsync("middle")).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task Line_11_terminating_a_finished_or_unknown_instance_is_an_error()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Done", _ => Task.CompletedTask));
        OrchestrationMetadata end = await host.RunAsync("Done");

        await Assert.ThrowsAsync<InstanceEndedException>(() => host.Client.TerminateInstanceAsync(end.InstanceId));
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => host.Client.TerminateInstanceAsync("nobody"));
    }

    [Fact]
    public async Task A_terminated_child_fails_the_call_of_its_parent()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks =>
        {
            AddWaiter(tasks);
            tasks.AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>(
                        "Wait", new SubOrchestrationOptions(instanceId: "child"));
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorType;
                }
            });
        });
        string id = await host.StartInstanceAsync("Parent");
        await host.WaitForStatusAsync("child", OrchestrationRuntimeStatus.Running);

        await host.Client.TerminateInstanceAsync("child");

        Assert.Equal("OrchestrationTerminated", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Custom_status_is_shown_while_running_and_after()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Status", async context =>
            {
                context.SetCustomStatus(new[] { 1, 2 });
                await context.WaitForExternalEvent<int>("go");
                context.SetCustomStatus("end");
            }));
        string id = await host.StartInstanceAsync("Status");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);

        OrchestrationMetadata? running = await host.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        await host.Client.RaiseEventAsync(id, "go", 1);
        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal("[1,2]", running!.SerializedCustomStatus);
        Assert.Equal("end", end.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Status_without_payloads_does_not_show_them()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Echo", (_, number) => number));
        OrchestrationMetadata end = await host.RunAsync("Echo", 7);

        OrchestrationMetadata? bare = await host.Client.GetInstanceAsync(end.InstanceId);

        Assert.Equal("7", end.SerializedInput);
        Assert.Null(bare!.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => bare.ReadInputAs<int>());
        Assert.Null(await host.Client.GetInstanceAsync("nobody"));
    }

    private static void AddWaiter(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Wait", async context =>
            await context.WaitForExternalEvent<string>("e") + await context.WaitForExternalEvent<string>("e"));
}
