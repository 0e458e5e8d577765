using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Statuses;
using Swarm.Durable.Client;
using Swarm.Functions.Orchestrations;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>Graphs that are too large for one orchestration.</summary>
public sealed class LargeGraphTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task The_nodes_of_a_large_graph_are_run_by_groups()
    {
        const int count = 450;
        var nodes = Enumerable.Range(0, count).Select(n =>
            $"  n{n}: {{ run: [work, '{n}'], needs: [{(n < 10 ? "" : $"n{n - 10}")}] }}");
        var workflow = $"version: 1\nname: large\nnodes:\n{string.Join('\n', nodes)}\n";

        var run = await running.RunToEndAsync(
            workflow, (item, _) => Task.FromResult(FakeWorker.Done(item)), slots: 8);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.All(run.Nodes, node => Assert.Equal((NodeStatus.Completed, 1), (node.Status, node.Iteration)));
        var reference = new RunReference(run.Summary.Id, 1);
        var counts = await Task.WhenAll(Enumerable.Range(1, 3).Select(n => CountOfAsync(new(reference, n))));
        Assert.Equal([200, 200, 50], counts);
    }

    [Fact]
    public async Task A_large_graph_that_fails_comes_to_its_end()
    {
        var nodes = Enumerable.Range(0, 250).Select(n =>
            $"  n{n}: {{ run: [work], needs: [{(n < 240 ? "" : "n100")}] }}");
        var workflow = $"version: 1\nname: large-failing\nnodes:\n{string.Join('\n', nodes)}\n";

        var run = await running.RunToEndAsync(
            workflow, item => item.Node == "n100" ? FakeWorker.Failed(item, "No.") : FakeWorker.Done(item));

        Assert.Equal("Node 'n100' failed: No.", run.Summary.Reason);
        Assert.Equal(NodeStatus.Skipped, run.Node("n249").Status);
    }

    private async Task<int> CountOfAsync(NodeGroup group)
    {
        var engine = running.Plane.Services.GetRequiredService<DurableTaskClient>();
        var instance = await engine.GetInstanceAsync(group.InstanceId(), getInputsAndOutputs: true);
        return instance!.ReadOutputAs<int>();
    }
}
