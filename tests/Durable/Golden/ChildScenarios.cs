using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Sub-orchestrations: by id and without, versioned, tagged, failing, refused, terminated.</summary>
internal static class ChildScenarios
{
    internal static GoldenScenario SubOrchestrations { get; } =
        new("sub-orchestrations", RegisterSubOrchestrations, host => host.RunAsync("Parent", 1, "golden-parent"));

    internal static GoldenScenario Termination { get; } = new("termination", RegisterTermination, TerminateAsync);

    private static void RegisterSubOrchestrations(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int, string>("Child", (context, _) =>
            Task.FromResult($"{context.InstanceId} {context.Version} {context.Parent!.InstanceId}"))
        .AddOrchestratorFunc("FailingChild", (Func<TaskOrchestrationContext, string>)(_ =>
            throw new GoldenException("a child fails")))
        .AddOrchestratorFunc<int, string>("Parent", RunParentAsync);

    private static async Task<string> RunParentAsync(TaskOrchestrationContext context, int number)
    {
        string[] children = await Task.WhenAll(
            context.CallSubOrchestratorAsync<string>("Child", number),
            context.CallSubOrchestratorAsync<string>("Child", 2, new SubOrchestrationOptions(instanceId: "golden-2")),
            context.CallSubOrchestratorAsync<string>("Child", 3, new SubOrchestrationOptions(
                new TaskOptions(tags: new Dictionary<string, string> { ["colour"] = "gold", ["size"] = "3" }),
                "golden-3") { Version = new TaskVersion("1.2") }));
        string failed = await CatchAsync(context.CallSubOrchestratorAsync("FailingChild", (object?)null));
        string refused = await CatchAsync(context.CallSubOrchestratorAsync(
            "Child", 5, new SubOrchestrationOptions(instanceId: context.InstanceId)));
        return $"{string.Join(';', children)} {failed} {refused}";
    }

    private static async Task<string> CatchAsync(Task call)
    {
        try
        {
            await call;
            return "no failure";
        }
        catch (TaskFailedException failure)
        {
            return failure.FailureDetails.ErrorMessage;
        }
    }

    private static void RegisterTermination(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Waiting", context => context.WaitForExternalEvent<string>("never"))
        .AddOrchestratorFunc<string>("WaitingParent", context => context.CallSubOrchestratorAsync<string>(
            "Waiting", null, new SubOrchestrationOptions(instanceId: "golden-waiting")))
        .AddOrchestratorFunc<string>("Survivor", context => CatchAsync(context.CallSubOrchestratorAsync(
            "Waiting", null, new SubOrchestrationOptions(instanceId: "golden-victim"))));

    private static async Task TerminateAsync(EngineHost host)
    {
        string parent = await host.StartInstanceAsync("WaitingParent", id: "golden-terminated");
        await host.WaitForStatusAsync("golden-waiting", OrchestrationRuntimeStatus.Running);
        await host.Client.TerminateInstanceAsync(
            parent, new TerminateInstanceOptions { Output = "enough", Recursive = true });
        await host.EndOfAsync("golden-waiting");
        string survivor = await host.StartInstanceAsync("Survivor", id: "golden-survivor");
        await host.WaitForStatusAsync("golden-victim", OrchestrationRuntimeStatus.Running);
        await host.Client.TerminateInstanceAsync("golden-victim", "alone");
        await host.EndOfAsync(survivor);
    }
}
