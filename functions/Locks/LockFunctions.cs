using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Paging;
using Swarm.Functions.Control;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Locks;

/// <summary>The locks that are held.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class LockFunctions(LockStore locks, LockTaking taking)
{
    /// <summary>202: its holder gives it back as soon as it is told.</summary>
    [Roles(Role.Admin)]
    [Function("ReleaseLock")]
    public async Task<IResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ReleaseLock)] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.ReleaseLockRequest, cancellation);
        ControlRules.Check(body.Reason);
        var taken = await taking.TakeAsync(name, body, request.GetCaller().Id, engine, cancellation);
        return Answers.Json(taken, SwarmJsonContext.Default.LockView, StatusCodes.Status202Accepted);
    }

    /// <summary>Those held the longest first.</summary>
    [Function("ListLocks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Locks)] HttpRequest request,
        CancellationToken cancellation)
    {
        var all = new List<LockView>();
        await foreach (var (name, holder) in locks.EachAsync(cancellation))
        {
            all.Add(holder.ToView(name));
        }

        var first = all.OrderBy(held => held.HeldSince).Take(Query.Limit(request));
        return Answers.Json(
            new ListPage<LockView>([.. first], NextCursor: null), SwarmJsonContext.Default.ListPageLockView);
    }
}
