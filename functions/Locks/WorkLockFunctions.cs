using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Core.Ids;
using Swarm.Core.Locks;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Locks;

/// <summary>Workers take locks for what they hold.</summary>
[Roles(Role.Worker)]
public sealed class WorkLockFunctions(WorkLocking locks)
{
    [Function("ChangeWorkLock")]
    public async Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.WorkLocks)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var type = SwarmJsonContext.Default.WorkLockRequest;
        var body = await RequestBody.ReadJsonAsync(request, type, cancellation);
        new FieldErrors()
            .Require(UlidGenerator.IsUlid(body.RunId), "/runId", "Give the id of the run as the pointer told it.")
            .Require(body.Token > 0, "/token", "Give the fencing token of the claim.")
            .Require(LockNames.IsValid(body.Name), "/name", $"That is no name of a lock: {LockNames.Rule}.")
            .Require(
                body.WaitSeconds is >= 0 and <= WorkLocking.MaxWaitSeconds,
                "/waitSeconds",
                $"Give a number from 0 to {WorkLocking.MaxWaitSeconds}.")
            .ThrowIfAny();
        var answer = await locks.ChangeAsync(request.GetCaller().Id, id, body, engine, cancellation);
        return Answers.Json(answer, SwarmJsonContext.Default.WorkLockResponse);
    }
}
