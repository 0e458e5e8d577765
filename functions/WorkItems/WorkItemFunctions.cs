using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.WorkItems;

/// <summary>Work as workers get it and hand it back.</summary>
[Roles(Role.Worker)]
public sealed class WorkItemFunctions(WorkItemPolling polling, WorkItemClaims claims, WorkItemReports reports)
{
    [Function("PollWork")]
    public async Task<IResult> PollAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.PollWork)] HttpRequest request,
        CancellationToken cancellation)
    {
        var poll = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.PollRequest, cancellation);
        var pointer = await polling.PollAsync(request.GetCaller().Id, poll, request.HttpContext.RequestAborted);
        return pointer is null ? Answers.None() : Answers.Json(pointer, SwarmJsonContext.Default.WorkItemPointer);
    }

    [Function("ClaimWork")]
    public async Task<IResult> ClaimAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ClaimWork)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var claim = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.ClaimRequest, cancellation);
        WorkItemRules.Check(claim);
        var item = await claims.ClaimAsync(request.GetCaller().Id, id, claim, cancellation);
        return Answers.Json(item, SwarmJsonContext.Default.WorkItem);
    }

    [Function("ReportWork")]
    public async Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ReportWork)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var report = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.ReportRequest, cancellation, maxBytes: 256 * 1024);
        WorkItemRules.Check(report);
        var status = await reports.ReportAsync(request.GetCaller().Id, id, report, engine, cancellation);
        return Answers.Json(new ReportResponse(status), SwarmJsonContext.Default.ReportResponse);
    }
}
