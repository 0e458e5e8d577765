using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>Which orchestration runs which pattern.</summary>
internal static class Patterns
{
    /// <summary>Runs a workflow to its end, and passes on that it is to be cancelled.</summary>
    public static async Task<RunResult> RunAsync(
        TaskOrchestrationContext context, RunReference workflow, WorkflowPattern pattern, Task<string?> cancel)
    {
        var instanceId = workflow.GraphInstanceId();
        var running = context.CallSubOrchestratorAsync<RunResult>(
            NameOf(pattern), workflow, new SubOrchestrationOptions(instanceId: instanceId));
        if (await Task.WhenAny(running, cancel) == cancel)
        {
            context.SendEvent(instanceId, OrchestrationEvents.Cancel, await cancel ?? "");
        }

        return await running;
    }

    private static string NameOf(WorkflowPattern pattern) => pattern switch
    {
        WorkflowPattern.Sequential => nameof(SequentialOrchestrator),
        WorkflowPattern.Concurrent => nameof(ConcurrentOrchestrator),
        WorkflowPattern.Mixture => nameof(MixtureOrchestrator),
        WorkflowPattern.Hierarchical => nameof(HierarchicalOrchestrator),
        _ => nameof(GraphOrchestrator),
    };
}
