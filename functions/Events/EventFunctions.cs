using System.Globalization;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Runs;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;

namespace Swarm.Functions.Events;

/// <summary>A run's history, page by page or as it happens.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class EventFunctions(
    RunStore runs, RunEventReader events, RunEventSignals signals, RunEventStreamOptions options, TimeProvider time)
{
    private const int TypesMaxChars = 1_000;

    private const StringSplitOptions ListOptions =
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>
    /// All events, those of some types (<c>?type=node_failed,node_retrying</c>), of a node and what lies inside of it
    /// (<c>?node=</c>), or both. The cursor of the next page is the sequence number to pass as <c>after</c>.
    /// </summary>
    [Function("ListRunEvents")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.RunEvents)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var after = Query.Number(request, "after", missing: 0, min: 0, max: long.MaxValue - 1);
        var limit = Query.Limit(request, RunEventReader.MaxLimit);
        var types = Query.Text(request, "type", TypesMaxChars)?.Split(',', ListOptions) ?? [];
        var filter = new RunEventFilter(types, Query.Text(request, "node", NodePath.MaxChars));
        filter.DemandKnownTypes();
        await runs.ReadAsync(id, cancellation);
        var (found, next) = await events.PageAsync(id, filter, after, limit, cancellation);
        var page = new ListPage<RunEvent>(found, next is null ? null : $"{next}");
        return Answers.Json(page, SwarmJsonContext.Default.ListPageRunEvent);
    }

    /// <summary>
    /// Server-sent events. A client that comes again with the last id that it saw goes on from there; one that has seen
    /// the end gets 204, which tells it not to come again.
    /// </summary>
    [Function("StreamRunEvents")]
    public async Task<IResult> StreamAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.RunEventStream)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var run = await runs.ReadAsync(id, cancellation);
        var after = LastSeen(request);
        if (run.HasEnded() && after >= await runs.LastEventAsync(id, cancellation))
        {
            return Answers.None();
        }

        return new RunEventStream(id, after, events, signals, options, time);
    }

    private static long LastSeen(HttpRequest request)
    {
        var header = request.Headers["Last-Event-ID"].ToString();
        return long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : Query.Number(request, "after", missing: 0, min: 0, max: long.MaxValue - 1);
    }
}
