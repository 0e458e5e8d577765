using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Core.Ids;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Control;

/// <summary>Workers hear what people say to work that they hold.</summary>
[Roles(Role.Worker)]
public sealed class WorkDirectiveFunctions(WorkDirecting directing)
{
    [Function("HearDirectives")]
    public async Task<IResult> HearAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.WorkDirectives)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var type = SwarmJsonContext.Default.HearDirectivesRequest;
        var body = await RequestBody.ReadJsonAsync(request, type, cancellation);
        new FieldErrors()
            .Require(UlidGenerator.IsUlid(body.RunId), "/runId", "Give the id of the run as the pointer told it.")
            .Require(body.Token > 0, "/token", "Give the fencing token of the claim.")
            .Require(body.Heard >= 0, "/heard", "Say how many it has heard, from 0.")
            .ThrowIfAny();
        var news = await directing.HearAsync(request.GetCaller().Id, id, body, cancellation);
        return Answers.Json(
            new HearDirectivesResponse(news), SwarmJsonContext.Default.HearDirectivesResponse);
    }
}
