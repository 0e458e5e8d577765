using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Queues;

/// <summary>Queues as the workers see them that read them themselves.</summary>
[Roles(Role.Worker)]
public sealed class WorkerQueueFunctions(QueueOpening opening)
{
    [Function("OpenQueues")]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.OpenQueues)] HttpRequest request,
        CancellationToken cancellation)
    {
        var type = SwarmJsonContext.Default.OpenQueuesRequest;
        var wanted = await RequestBody.ReadJsonAsync(request, type, cancellation);
        var open = await opening.OpenAsync(request.GetCaller().Id, wanted, cancellation);
        return open is null ? Answers.None() : Answers.Json(open, SwarmJsonContext.Default.OpenQueuesResponse);
    }

    [Function("SetAside")]
    public async Task<IResult> SetAsideAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.SetAside)] HttpRequest request,
        CancellationToken cancellation)
    {
        // As long as a message can be, and what JSON makes of it.
        var type = SwarmJsonContext.Default.SetAsideRequest;
        var message = await RequestBody.ReadJsonAsync(request, type, cancellation, maxBytes: 512 * 1024);
        await opening.SetAsideAsync(request.GetCaller().Id, message, cancellation);
        return Answers.None();
    }
}
