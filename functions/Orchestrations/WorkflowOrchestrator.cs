using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A node that is a whole workflow.</summary>
public static class WorkflowOrchestrator
{
    [Function(nameof(WorkflowOrchestrator))]
    public static async Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var node = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        var opened = await context.CallActivityAsync<ScopeOpened>(
            nameof(NodeActivities.OpenScope), node, ActivityRetries.Options());
        if (opened.Failure is not null)
        {
            return NodeEnded.Failed(opened.Failure);
        }

        if (opened.IsCancelled)
        {
            return NodeEnded.Cancelled("It was cancelled before it began.");
        }

        var inner = node.Run with { Scope = node.Place() };
        var result = await Patterns.RunAsync(context, inner, opened.Pattern, cancel);
        return await context.CallActivityAsync<NodeEnded>(
            nameof(NodeActivities.CloseScope), new ScopeEnding(node, result), ActivityRetries.Options());
    }
}
