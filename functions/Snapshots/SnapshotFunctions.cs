using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Snapshots;

/// <summary>Workers save the progress of what they hold.</summary>
[Roles(Role.Worker)]
public sealed class SnapshotFunctions(SnapshotKeeping snapshots)
{
    [Function("SaveSnapshot")]
    public async Task<IResult> SaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.SaveSnapshot)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var type = SwarmJsonContext.Default.SaveSnapshotRequest;
        var body = await RequestBody.ReadJsonAsync(request, type, cancellation);
        SnapshotRules.Check(body);
        await snapshots.SaveAsync(request.GetCaller().Id, id, body, cancellation);
        return Answers.None();
    }
}
