using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A node that is a whole workflow.</summary>
public static class WorkflowOrchestrator
{
    [Function(nameof(WorkflowOrchestrator))]
    public static Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var asked = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        return NodeReview.RunAsync(context, asked, cancel, BeginAsync);

        async Task<NodeDone> BeginAsync(NodeRun node)
        {
            var workflow = node with { Redone = node.Corrected };
            var opened = await context.CallActivityAsync<ScopeOpened>(
                nameof(NodeActivities.OpenScope), workflow, ActivityRetries.Options());
            return opened.Opened is { } checkpoint
                ? NodeDone.Held(checkpoint)
                : new NodeDone(await RunAsync(context, workflow, opened, cancel), opened.IsAsked);
        }
    }

    private static async Task<NodeEnded> RunAsync(
        TaskOrchestrationContext context, NodeRun node, ScopeOpened opened, Task<string?> cancel)
    {
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
