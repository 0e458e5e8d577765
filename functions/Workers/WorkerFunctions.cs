using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Workers;

/// <summary>Workers as people see them: join tokens, joining, the list.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class WorkerFunctions(JoinTokens tokens, WorkerJoining joining, WorkerStore workers, TimeProvider time)
{
    /// <summary>The worker that joins with the token is the caller's.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("CreateJoinToken")]
    public async Task<IResult> CreateJoinTokenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.JoinTokens)] HttpRequest request,
        CancellationToken cancellation)
    {
        var token = await tokens.CreateAsync(cancellation, request.GetCaller().Id);
        return Answers.Json(token, SwarmJsonContext.Default.CreateJoinTokenResponse, StatusCodes.Status201Created);
    }

    /// <summary>The join token in the body is what lets the caller in.</summary>
    [Roles(Role.Anonymous)]
    [Function("JoinWorker")]
    public async Task<IResult> JoinAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.JoinWorker)] HttpRequest request,
        CancellationToken cancellation)
    {
        var join = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.JoinRequest, cancellation);
        var joined = await joining.JoinAsync(join, cancellation);
        return Answers.Json(joined, SwarmJsonContext.Default.JoinResponse);
    }

    [Function("ListWorkers")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Workers)] HttpRequest request,
        CancellationToken cancellation)
    {
        var limit = Query.Limit(request);
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var caller = request.GetCaller();
        var found = await workers.ListAsync(
            after, limit + 1, worker => WorkerAccess.CanSee(caller, worker), cancellation);
        var now = time.GetUtcNow();
        var items = found.Take(limit).Select(worker => WorkerView.Summary(worker, now)).ToList();
        var next = found.Count > limit ? Cursor.Encode(items[^1].Id) : null;
        var page = new ListPage<WorkerSummary>(items, next);
        return Answers.Json(page, SwarmJsonContext.Default.ListPageWorkerSummary);
    }
}
