using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task A_parent_gets_the_outputs_of_its_children_and_they_know_it()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Child", (context, number) =>
                $"{number}:{context.Parent!.Name}:{context.Parent.InstanceId}")
            .AddOrchestratorFunc("Parent", async context => string.Join(' ', await Task.WhenAll(
                context.CallSubOrchestratorAsync<string>("Child", 1),
                context.CallSubOrchestratorAsync<string>("Child", 2)))));

        OrchestrationMetadata end = await host.RunAsync("Parent", id: "p");

        Assert.Equal("1:Parent:p 2:Parent:p", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_4_guids_are_version_5_of_instance_time_and_counter()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Guids", context => $"{context.NewGuid()} {context.NewGuid()}"));

        OrchestrationMetadata end = await host.RunAsync("Guids", id: "abc");

        // uuid5(9e952958-5e33-4daf-827f-2fa12937b875, "abc_2026-01-02T03:04:05.0000000Z_0") and ..._1.
        Assert.Equal(
            "370d3d9a-7333-5a0f-8ab2-b41ade0b372d 98f65752-809f-5914-914d-f7da829ccb41", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Line_4_a_child_without_an_id_gets_a_guid_of_its_parent()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Child", context => context.InstanceId)
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child")));

        OrchestrationMetadata end = await host.RunAsync("Parent", id: "abc");

        Assert.Equal("370d3d9a73335a0f8ab2b41ade0b372d", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failed_child_fails_its_call()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Child", (TaskOrchestrationContext _) => throw new FormatException("bad child"))
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return "no failure";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName} {failed.FailureDetails.ErrorType} {failed.FailureDetails.ErrorMessage}";
                }
            }));

        Assert.Equal("Child System.FormatException bad child", await host.RunAsync<string>("Parent"));
    }

    [Fact]
    public async Task A_child_whose_id_is_taken_by_an_unended_instance_fails_its_call()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<int>("e"))
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Wait", new SubOrchestrationOptions(instanceId: "taken"));
                    return "no failure";
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorMessage;
                }
            }));
        await host.StartInstanceAsync("Wait", id: "taken");

        Assert.Equal(
            "An orchestration with the id 'taken' exists and has not ended.", await host.RunAsync<string>("Parent"));
    }

    [Fact]
    public async Task Line_15_activities_inherit_the_version_and_children_get_the_default()
    {
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddActivityFunc("Version", context => context.Version)
                .AddOrchestratorFunc("Child", context => context.Version)
                .AddOrchestratorFunc("Parent", async context => string.Join(
                    ' ',
                    context.Version,
                    await context.CallActivityAsync<string>("Version"),
                    await context.CallSubOrchestratorAsync<string>("Child"),
                    await context.CallSubOrchestratorAsync<string>(
                        "Child", new SubOrchestrationOptions { Version = "3.0" }),
                    context.CompareVersionTo("1.10"),
                    context.CompareVersionTo("1.2.0"),
                    Math.Sign(context.CompareVersionTo("alpha")))),
            options: new() { ChecksReplay = true, DefaultVersion = "9.0" });

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(
            "Parent", new StartOrchestrationOptions { Version = "1.2" });

        Assert.Equal("1.2 1.2 9.0 3.0 -1 -1 -1", (await host.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Tags_of_instances_and_children_are_kept()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Child", context => context.InstanceId)
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new TaskOptions(tags: new Dictionary<string, string> { ["kind"] = "child" }))));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(
            "Parent",
            new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } });

        OrchestrationMetadata parent = await host.EndOfAsync(id);
        OrchestrationMetadata? child = await host.Client.GetInstanceAsync(parent.ReadOutputAs<string>()!);

        Assert.Equal("1", parent.Tags["a"]);
        Assert.Equal("2", parent.Tags["b"]);
        Assert.Equal("child", child!.Tags["kind"]);
    }
}
