using Swarm.Core.Patterns;

namespace Swarm.Functions.Orchestrations;

/// <summary>The groups that run the nodes of a large graph: each takes so many, then the next begins.</summary>
internal sealed class NodeGroups(TaskOrchestrationContext context, RunReference run)
{
    private readonly List<Task<int>> _groups = [];
    private NodeGroup? _open;
    private int _given;

    /// <summary>Has a group run a node.</summary>
    public async Task<Task<NodeEnded>> StartAsync(NodeRun node)
    {
        if (_open is null)
        {
            await OpenAsync();
        }

        // The wait first: the answer may come in the very next turn.
        var ended = context.WaitForExternalEvent<NodeEnded>(NodeGroup.EndedEvent(node));
        context.SendEvent(_open!.InstanceId(), NodeGroup.Given, new GivenNode(node));
        if (++_given == Nesting.MaxChildren)
        {
            // It is full and comes to its end by itself.
            _open = null;
        }

        return ended;
    }

    /// <summary>No more nodes will come. Waits until all groups have come to their ends.</summary>
    public async Task CloseAsync()
    {
        if (_open is not null)
        {
            context.SendEvent(_open.InstanceId(), NodeGroup.Given, new GivenNode(Node: null));
        }

        await Task.WhenAll(_groups);
    }

    private async Task OpenAsync()
    {
        _open = new NodeGroup(run, _groups.Count + 1);
        _given = 0;
        var listens = context.WaitForExternalEvent<int>(_open.ListensEvent());
        _groups.Add(context.CallSubOrchestratorAsync<int>(
            nameof(NodeGroupOrchestrator), _open, new SubOrchestrationOptions(instanceId: _open.InstanceId())));
        await listens;
    }
}
