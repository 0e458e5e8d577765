using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Leases;
using Swarm.Functions.Http;
using Swarm.Functions.Security;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.WorkLogs;

/// <summary>Logs of work items: workers write them, people read them.</summary>
public sealed class WorkLogFunctions(WorkLogStore logs, WorkLogReading reading, WorkItemStore items)
{
    private const int DefaultLines = 500;

    [Roles(Role.Worker)]
    [Function("AppendWorkLogs")]
    public async Task<IResult> AppendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.WorkLogs)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var chunk = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.LogChunk, cancellation, LogLimits.MaxBodyBytes);
        WorkItemRules.Check(chunk);
        LogLimits.Check(chunk);
        var item = await items.FindAsync(chunk.RunId, id, cancellation);
        if (item is null
            || item.Lease.WorkerId != request.GetCaller().Id
            || LeaseRules.Report(item.Lease, chunk.Token) == ReportDecision.Stale)
        {
            throw Problems.LeaseLost(id);
        }

        var next = await logs.AppendAsync(id, chunk, cancellation);
        return Answers.Json(new AppendLogsResponse(next), SwarmJsonContext.Default.AppendLogsResponse);
    }

    [Roles(Role.Admin, Role.Developer, Role.Viewer)]
    [Function("ReadRunLogs")]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.RunLogs)] HttpRequest request,
        string id,
        string workItemId,
        CancellationToken cancellation)
    {
        var after = Query.Number(request, "after", missing: 0, min: 0, max: long.MaxValue);
        var limit = (int)Query.Number(request, "limit", DefaultLines, 1, LogLimits.MaxLines);
        var wait = Query.Number(request, "wait", missing: 0, min: 0, max: WorkLogReading.MaxWaitSeconds);
        var page = await reading.ReadAsync(
            id, workItemId, after, limit, TimeSpan.FromSeconds(wait), request.HttpContext.RequestAborted);
        return Answers.Json(page, SwarmJsonContext.Default.LogPage);
    }
}
