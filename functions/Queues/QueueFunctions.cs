using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Queues;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Queues;

/// <summary>Queues as people see them.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class QueueFunctions(QueueReading reading)
{
    [Function("ListQueues")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Queues)] HttpRequest request,
        CancellationToken cancellation)
    {
        var limit = Query.Limit(request);
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var found = await reading.ListAsync(after, limit + 1, cancellation);
        var items = found.Take(limit).ToList();
        var next = found.Count > limit ? Cursor.Encode(items[^1].Name) : null;
        return Answers.Json(new ListPage<QueueSummary>(items, next), SwarmJsonContext.Default.ListPageQueueSummary);
    }

    [Function("GetQueue")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Queue)] HttpRequest request,
        string name,
        CancellationToken cancellation)
    {
        var queue = await reading.FindAsync(name, cancellation)
            ?? throw Problems.NotFound($"No queue '{name}' holds messages or had some in the last minutes.");
        return Answers.Json(queue, SwarmJsonContext.Default.QueueSummary);
    }
}
