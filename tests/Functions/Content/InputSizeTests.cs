using System.Net;
using Swarm.Contracts;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Content;

/// <summary>How much a run may be given. The runs here wait for ever, so no worker may meet them.</summary>
public sealed class InputSizeTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private ControlPlane Plane => running.Plane;

    [Fact]
    public async Task Inputs_may_have_a_mebibyte_together_and_no_more()
    {
        var stored = await Plane.Admin.StoreAsync("""
            version: 1
            name: bounded
            pattern: graph
            inputs:
              text: { type: string }
            nodes:
              use: { run: [use], input: { text: "${inputs.text}" } }
            """);
        var route = Requests.Route(ApiRoutes.ExecuteWorkflow, stored.Summary.Id);

        using var taken = await Plane.Admin.PostAsync(
            route, $$$"""{ "inputs": { "text": "{{{new string('x', 1_048_000)}}}" } }""");
        using var refused = await Plane.Admin.PostAsync(
            route, $$$"""{ "inputs": { "text": "{{{new string('x', 1_048_576)}}}" } }""");

        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        await refused.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }
}
