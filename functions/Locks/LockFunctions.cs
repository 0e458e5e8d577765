using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Paging;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Locks;

/// <summary>The locks that are held.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class LockFunctions(LockStore locks)
{
    /// <summary>Those held the longest first.</summary>
    [Function("ListLocks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Locks)] HttpRequest request,
        CancellationToken cancellation)
    {
        var all = new List<LockView>();
        await foreach (var (name, holder) in locks.EachAsync(cancellation))
        {
            all.Add(new LockView
            {
                Name = name,
                RunId = holder.Claim.Run.RunId,
                Node = holder.Claim.Node.Path,
                HeldSince = holder.HeldSince,
                Waiting = holder.Waiting,
            });
        }

        var first = all.OrderBy(held => held.HeldSince).Take(Query.Limit(request));
        return Answers.Json(
            new ListPage<LockView>([.. first], NextCursor: null), SwarmJsonContext.Default.ListPageLockView);
    }
}
