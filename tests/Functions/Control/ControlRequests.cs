using System.Net;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Control;

/// <summary>What somebody asks of a run.</summary>
internal static class ControlRequests
{
    public static async Task<RunDetail> ControlAsync(
        this HttpClient admin, string route, string runId, string body = "{}")
    {
        using var answer = await admin.PostAsync(Requests.Route(route, runId), body);
        var run = await answer.ReadAsync(SwarmJsonContext.Default.RunDetail);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return run;
    }

    public static async Task<ProblemBody> RefusedAsync(
        this HttpClient admin,
        string route,
        string runId,
        string body = "{}",
        HttpStatusCode status = HttpStatusCode.Conflict)
    {
        using var answer = await admin.PostAsync(Requests.Route(route, runId), body);
        return await answer.ReadProblemAsync(status);
    }
}
