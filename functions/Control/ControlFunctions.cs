using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;

namespace Swarm.Functions.Control;

/// <summary>
/// What somebody can ask of a run. Each answers 202 with the run; asked again, it changes nothing and answers the same.
/// </summary>
[Roles(Role.Admin, Role.Developer)]
public sealed class ControlFunctions(
    RunPausing pausing, RunCancelling cancelling, RunRetrying retrying, RunAnswers answers)
{
    [Function("PauseRun")]
    public async Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.PauseRun)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var reason = await ReasonAsync(request, cancellation);
        return await answers.AcceptedAsync(
            request, await pausing.PauseAsync(id, reason, engine, cancellation), cancellation);
    }

    [Function("ResumeRun")]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ResumeRun)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var reason = await ReasonAsync(request, cancellation);
        return await answers.AcceptedAsync(
            request, await pausing.ResumeAsync(id, reason, engine, cancellation), cancellation);
    }

    [Function("StopRun")]
    public async Task<IResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.StopRun)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var reason = await ReasonAsync(request, cancellation);
        return await answers.AcceptedAsync(
            request, await cancelling.StopAsync(id, reason, engine, cancellation), cancellation);
    }

    [Function("RetryRun")]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RetryRun)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptionalJsonAsync(
            request, SwarmJsonContext.Default.RetryRunRequest, new RetryRunRequest(), cancellation);
        ControlRules.Check(body.Reason);
        return await answers.AcceptedAsync(
            request, await retrying.RetryAsync(id, body, engine, cancellation), cancellation);
    }

    [Function("RerunRun")]
    public async Task<IResult> RerunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RerunRun)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.RerunRequest, cancellation, RunInputs.MaxBytes);
        ControlRules.Check(body.Reason);
        return await answers.AcceptedAsync(
            request, await retrying.RerunAsync(id, body, engine, cancellation), cancellation);
    }

    private static async Task<string?> ReasonAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptionalJsonAsync(
            request, SwarmJsonContext.Default.RunControlRequest, new RunControlRequest(), cancellation);
        return ControlRules.Check(body.Reason);
    }
}
