namespace Swarm.Functions.Orchestrations;

/// <summary>
/// One iteration of a node that is work: holds its locks while the work is done, and asks a person about the result
/// where one is to be asked.
/// </summary>
public static class NodeOrchestrator
{
    [Function(nameof(NodeOrchestrator))]
    public static Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var node = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        var tries = new NodeTries(context, cancel);
        return node.HasLocks ? NodeLocks.HoldAsync(context, node, cancel, RunAsync) : RunAsync();

        Task<NodeEnded> RunAsync() => NodeReview.RunAsync(context, node, cancel, tries.RunAsync);
    }
}
