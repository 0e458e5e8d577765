using Swarm.Core.Patterns;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Runs nodes of a large graph in its place: the graph decides and gives, the group runs and tells. So no orchestration
/// has more children than one history should hold.
/// </summary>
public static class NodeGroupOrchestrator
{
    [Function(nameof(NodeGroupOrchestrator))]
    public static async Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var group = context.GetInput<NodeGroup>()!;
        var graph = group.Run.GraphInstanceId();
        var running = new List<(NodeRun Node, Task<NodeEnded> Task)>();
        var given = context.WaitForExternalEvent<GivenNode>(NodeGroup.Given);
        context.SendEvent(graph, group.ListensEvent(), group.Number);
        var count = 0;
        for (var isOpen = true; isOpen || running.Count > 0;)
        {
            IEnumerable<Task> tasks = running.Select(node => node.Task);
            await Task.WhenAny(isOpen ? tasks.Append(given) : tasks);
            if (isOpen && given.IsCompleted)
            {
                var node = (await given).Node;
                if (node is not null)
                {
                    running.Add((node, context.StartNode(node)));
                    count++;
                }

                isOpen = node is not null && count < Nesting.MaxChildren;
                given = isOpen ? context.WaitForExternalEvent<GivenNode>(NodeGroup.Given) : given;
            }

            foreach (var node in running.Where(node => node.Task.IsCompleted).ToArray())
            {
                running.Remove(node);
                context.SendEvent(
                    graph, NodeGroup.EndedEvent(node.Node), await NodeCalls.ResultOfAsync(node.Task));
            }
        }

        return count;
    }
}
