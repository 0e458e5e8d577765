using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Workers;

/// <summary>One worker: read, labelled, trusted, shared, drained, resumed, revoked.</summary>
[Roles(Role.Admin, Role.Developer)]
public sealed class WorkerChangeFunctions(WorkerChanging workers, TimeProvider time)
{
    [Roles(Role.Admin, Role.Developer, Role.Viewer)]
    [Function("GetWorker")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Worker)] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        Answer(request, await workers.ReadAsync(id, request.GetCaller(), cancellation));

    [Function("ChangeWorker")]
    public async Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = ApiRoutes.Worker)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var change = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.ChangeWorkerRequest, cancellation);
        var expected = ETags.IfMatch(request);
        return Answer(
            request, await workers.ChangeAsync(id, change, expected, request.GetCaller(), cancellation));
    }

    [Function("DrainWorker")]
    public async Task<IResult> DrainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.DrainWorker)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        Answer(request, await workers.DrainAsync(id, request.GetCaller(), engine, cancellation));

    [Function("ResumeWorker")]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ResumeWorker)] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        Answer(request, await workers.ResumeAsync(id, request.GetCaller(), cancellation));

    [Function("RevokeWorker")]
    public async Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RevokeWorker)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        Answer(request, await workers.RevokeAsync(id, request.GetCaller(), engine, cancellation));

    private IResult Answer(HttpRequest request, WorkerDocument worker)
    {
        ETags.Write(request, worker.Revision);
        return Answers.Json(WorkerView.Detail(worker, time.GetUtcNow()), SwarmJsonContext.Default.WorkerDetail);
    }
}
