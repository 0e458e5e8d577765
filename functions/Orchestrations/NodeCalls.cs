namespace Swarm.Functions.Orchestrations;

/// <summary>How an orchestration runs the nodes that it is made of, whatever they are.</summary>
internal static class NodeCalls
{
    public static Task<NodeEnded> StartNode(this TaskOrchestrationContext context, NodeRun node) =>
        context.CallSubOrchestratorAsync<NodeEnded>(
            node.Orchestration(), node, new SubOrchestrationOptions(instanceId: node.InstanceId()));

    /// <summary>Tells a node to come to its end. A hint: the control row decides.</summary>
    public static void CancelNode(this TaskOrchestrationContext context, NodeRun node, string reason) =>
        context.SendEvent(node.InstanceId(), OrchestrationEvents.Cancel, reason);

    /// <summary>How a node ended; an orchestration of ours that broke is a failure of its node.</summary>
    public static async Task<NodeEnded> ResultOfAsync(Task<NodeEnded> task)
    {
        try
        {
            return await task;
        }
        catch (TaskFailedException exception)
        {
            return NodeEnded.Failed($"A fault of ours: {exception.FailureDetails.ErrorMessage}");
        }
    }
}
