using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Workers;

/// <summary>What a worker says and asks of itself.</summary>
[Roles(Role.Worker)]
public sealed class WorkerSelfFunctions(WorkerHeartbeats heartbeats, WorkerControl control)
{
    [Function("Heartbeat")]
    public async Task<IResult> HeartbeatAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.Heartbeat)] HttpRequest request,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var type = SwarmJsonContext.Default.HeartbeatRequest;
        var heartbeat = await RequestBody.ReadJsonAsync(request, type, cancellation);
        var answer = await heartbeats.BeatAsync(request.GetCaller().Id, heartbeat, engine, cancellation);
        return Answers.Json(answer, SwarmJsonContext.Default.HeartbeatResponse);
    }

    [Function("WaitForControl")]
    public async Task<IResult> ControlAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.Control)] HttpRequest request,
        CancellationToken cancellation)
    {
        var type = SwarmJsonContext.Default.HeartbeatRequest;
        var heartbeat = await RequestBody.ReadJsonAsync(request, type, cancellation);
        var cancelled = await control.WaitAsync(request.GetCaller().Id, heartbeat, request.HttpContext.RequestAborted);
        return Answers.Json(new ControlResponse(cancelled), SwarmJsonContext.Default.ControlResponse);
    }

    [Function("SignOff")]
    public async Task<IResult> SignOffAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.SignOff)] HttpRequest request,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        await heartbeats.SignOffAsync(request.GetCaller().Id, engine, cancellation);
        return Answers.None();
    }
}
