using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Runs;
using Swarm.Functions.Control;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Runs;

/// <summary>Runs: started, listed, read, cancelled.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class RunFunctions(
    RunStarting starting, RunCancelling cancelling, RunStore runs, RunView view, RunAnswers answers)
{
    [Roles(Role.Admin, Role.Developer)]
    [Function("ExecuteWorkflow")]
    public async Task<IResult> ExecuteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ExecuteWorkflow)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var execute = await ReadAsync(request, cancellation);
        var run = await starting.ExecuteAsync(
            id, execute, engine, cancellation, user: request.GetCaller().Id);
        return await answers.AcceptedAsync(request, run, cancellation);
    }

    [Function("ListRuns")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Runs)] HttpRequest request,
        CancellationToken cancellation)
    {
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var workflow = Query.Text(request, "workflowId");
        var (found, next) = await runs.ListAsync(workflow, after, Query.Limit(request), cancellation);
        var page = new ListPage<RunSummary>(
            [.. found.Select(run => run.ToSummary())], next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageRunSummary);
    }

    [Function("GetRun")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Run)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var run = await runs.ReadAsync(id, cancellation);
        return Answers.Json(await view.DetailAsync(run, cancellation), SwarmJsonContext.Default.RunDetail);
    }

    /// <summary>202: the run ends soon; its nodes and events tell when.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("CancelRun")]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.CancelRun)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptionalJsonAsync(
            request, SwarmJsonContext.Default.CancelRunRequest, new CancelRunRequest(), cancellation);
        var reason = ControlRules.Check(body.Reason);
        var run = await cancelling.CancelAsync(id, reason, engine, cancellation);
        return await answers.AcceptedAsync(request, run, cancellation);
    }

    private static Task<ExecuteWorkflowRequest> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        RequestBody.ReadOptionalJsonAsync(
            request,
            SwarmJsonContext.Default.ExecuteWorkflowRequest,
            new ExecuteWorkflowRequest(),
            cancellation,
            RunInputs.MaxBytes);
}
