using System.Text;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Tasks;

/// <summary>The templates that break tasks down.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class TaskTemplateFunctions(TaskTemplates templates)
{
    private const int MaxBytes = 128 * 1024;

    [Function("ListTaskTemplates")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.TaskTemplates)] HttpRequest request,
        CancellationToken cancellation) =>
        Answers.Json(
            new ListPage<TaskTemplateSummary>(await templates.ListAsync(cancellation), NextCursor: null),
            SwarmJsonContext.Default.ListPageTaskTemplateSummary);

    [Function("GetTaskTemplate")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.TaskTemplate)] HttpRequest request,
        string name,
        CancellationToken cancellation) =>
        Answers.Json(
            await templates.ReadAsync(name, cancellation), SwarmJsonContext.Default.TaskTemplateDetail);

    /// <summary>The body is the file, in YAML or JSON.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("SaveTaskTemplate")]
    public async Task<IResult> SaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = ApiRoutes.TaskTemplate)] HttpRequest request,
        string name,
        CancellationToken cancellation)
    {
        var bytes = await RequestBody.ReadBytesAsync(request, MaxBytes, cancellation);
        var saved = await templates.SaveAsync(name, Encoding.UTF8.GetString(bytes.Span), cancellation);
        return Answers.Json(saved, SwarmJsonContext.Default.TaskTemplateDetail);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("DeleteTaskTemplate")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ApiRoutes.TaskTemplate)] HttpRequest request,
        string name,
        CancellationToken cancellation)
    {
        await templates.DeleteAsync(name, cancellation);
        return Answers.None();
    }
}
