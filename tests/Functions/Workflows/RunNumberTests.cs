using Swarm.Functions.Workflows;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Workflows;

/// <summary>All runs of a workflow are counted in one row.</summary>
public sealed class RunNumberTests
{
    [Fact]
    public async Task Many_runs_that_begin_at_once_get_a_number_each()
    {
        const int runs = 200;
        await using var app = new TestApp();
        var workflow = await app.StoreWorkflowAsync();
        var store = app.Get<WorkflowStore>();

        var numbers = await Task.WhenAll(Enumerable.Range(0, runs).Select(_ =>
            Task.Run(() => store.NextRunNumberAsync(workflow.Head.Id, CancellationToken.None))));

        Assert.Equal(Enumerable.Range(1, runs), numbers.Order());
    }
}
