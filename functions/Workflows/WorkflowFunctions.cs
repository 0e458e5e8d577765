using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Workflows;
using Swarm.Core.Patterns;
using Swarm.Core.Workflows;
using Swarm.Core.Workflows.Schemas;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Workflows;

/// <summary>Workflow files: validated, stored in versions, read.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class WorkflowFunctions(WorkflowStore workflows)
{
    private const string SchemaType = "application/schema+json";

    [Function("ValidateWorkflow")]
    public static async Task<IResult> ValidateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ValidateWorkflow)] HttpRequest request,
        CancellationToken cancellation)
    {
        var parsed = WorkflowParser.Parse(await WorkflowFile.ReadAsync(request, cancellation));
        var answer = new ValidateWorkflowResponse(parsed.IsValid, parsed.Errors, parsed.Name, parsed.NodeIds);
        return Answers.Json(answer, SwarmJsonContext.Default.ValidateWorkflowResponse);
    }

    [Function("GetWorkflowSchema")]
    public static IResult GetWorkflowSchema(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.WorkflowSchema)] HttpRequest request) =>
        Results.Text(WorkflowSchema.Schema.GetRawText(), SchemaType);

    [Function("GetPlanSchema")]
    public static IResult GetPlanSchema(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.PlanSchema)] HttpRequest request) =>
        Results.Text(PlanSchema.Schema.GetRawText(), SchemaType);

    /// <summary>201 with a new version, 200 when the newest version has this very text.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("CreateWorkflow")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.Workflows)] HttpRequest request,
        CancellationToken cancellation)
    {
        var source = await WorkflowFile.ReadAsync(request, cancellation);
        var parsed = WorkflowParser.Parse(source);
        if (!parsed.IsValid)
        {
            throw WorkflowFile.Refuse(parsed);
        }

        var (stored, made) = await workflows.SaveAsync(parsed.Definition, source, cancellation);
        var answer = ToDetail(stored);
        var type = SwarmJsonContext.Default.WorkflowDetail;
        var location = "/" + ApiRoutes.Workflow.Replace("{id}", stored.Head.Id, StringComparison.Ordinal);
        return made
            ? Answers.Made(request, answer, type, StatusCodes.Status201Created, location)
            : Answers.Json(answer, type);
    }

    [Function("ListWorkflows")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Workflows)] HttpRequest request,
        CancellationToken cancellation)
    {
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var (found, next) = await workflows.ListAsync(after, Query.Limit(request), cancellation);
        var page = new ListPage<WorkflowSummary>(
            [.. found.Select(workflow => workflow.ToSummary())], next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageWorkflowSummary);
    }

    [Function("GetWorkflow")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Workflow)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var wanted = (int)Query.Number(request, "version", missing: 0, min: 1, max: int.MaxValue);
        var version = await workflows.ReadVersionAsync(id, wanted == 0 ? null : wanted, cancellation);
        return Answers.Json(ToDetail(version), SwarmJsonContext.Default.WorkflowDetail);
    }

    private static WorkflowDetail ToDetail(WorkflowVersion version) => new(version.Head.ToSummary(), version.Source);
}
