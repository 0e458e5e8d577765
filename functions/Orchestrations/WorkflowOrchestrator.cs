using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A node that is a whole workflow.</summary>
public static class WorkflowOrchestrator
{
    [Function(nameof(WorkflowOrchestrator))]
    public static Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var workflow = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        var redone = 0;
        return NodeReview.RunAsync(context, workflow, cancel, BeginAsync);

        async Task<NodeDone> BeginAsync(NodeRun node)
        {
            var opened = await context.CallActivityAsync<ScopeOpened>(
                nameof(NodeActivities.OpenScope), node with { Redone = redone }, ActivityRetries.Options());
            return opened.Opened is { } checkpoint
                ? NodeDone.Held(checkpoint)
                : new NodeDone(
                    await RunAsync(context, node with { Redone = redone++ }, opened, cancel), opened.IsAsked);
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
