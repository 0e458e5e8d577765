using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Health;

/// <summary>For load balancers and supervisors: is the process alive, and can it serve?</summary>
[Roles(Role.Anonymous)]
public sealed class HealthFunctions(HealthChecks checks)
{
    [Function("HealthLive")]
    public static IResult Live(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.HealthLive)] HttpRequest request) =>
        Answers.Json(HealthChecks.Alive, SwarmJsonContext.Default.HealthReport);

    [Function("HealthReady")]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.HealthReady)] HttpRequest request,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var report = await checks.CheckAsync(engine, cancellation);
        var status = report.Status == HealthChecks.Healthy
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        return Answers.Json(report, SwarmJsonContext.Default.HealthReport, status);
    }
}
