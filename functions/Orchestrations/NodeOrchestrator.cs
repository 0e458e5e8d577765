namespace Swarm.Functions.Orchestrations;

/// <summary>
/// One iteration of a node that is work: holds its locks while the work is done, and asks a person about it where one
/// is to be asked.
/// </summary>
public static class NodeOrchestrator
{
    [Function(nameof(NodeOrchestrator))]
    public static Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var work = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        var tries = new NodeTries(context, cancel);
        return NodeReview.RunAsync(
            context,
            work,
            cancel,
            node => node.HasLocks
                ? NodeLocks.HoldAsync(context, node, cancel, tries.RunAsync)
                : tries.RunAsync(node));
    }
}
