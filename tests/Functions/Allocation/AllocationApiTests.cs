using System.Net;
using Swarm.Contracts.Json;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Allocation;

public sealed class AllocationApiTests(HttpApp app) : IClassFixture<HttpApp>
{
    [Fact]
    public async Task A_decision_can_be_read_by_the_id_of_the_work_item()
    {
        await app.Get<Swarm.Functions.WorkItems.WorkItemDispatch>()
            .DispatchAsync(Fleet.Spec(), TestContext.Current.CancellationToken);

        using var answer = await app.SendAsync(
            HttpMethod.Get, $"api/v1/work-items/{Work.ItemId}/allocation", await app.AdminKeyAsync());

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var decision = System.Text.Json.JsonSerializer.Deserialize(text, SwarmJsonContext.Default.AllocationDecision)!;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((Work.ItemId, "swarm-tool-shell"), (decision.WorkItemId, decision.Queue));
        Assert.Equal("No worker has joined; it waits for the first one that fits.", decision.Summary);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("01jqz5f8m3v9k2c7x4b6n1d0gb~1~build~1~1")]
    public async Task Of_an_unknown_work_item_there_is_none(string id)
    {
        using var answer = await app.SendAsync(
            HttpMethod.Get, $"api/v1/work-items/{id}/allocation", await app.AdminKeyAsync());

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
