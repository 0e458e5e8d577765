using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Tasks;

/// <summary>The versions of tasks: made, listed, compared, restored.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class TaskVersionFunctions(TaskStore store, TaskChanges changes, TaskView view)
{
    [Roles(Role.Admin, Role.Developer)]
    [Function("UpgradeTask")]
    public async Task<IResult> UpgradeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = ApiRoutes.Task)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.TaskUpgrade, cancellation);
        var task = await changes.UpgradeAsync(
            id, body.Task, body.Reason, ETags.IfMatch(request), request.GetCaller().Id, engine, cancellation);
        return await AnswerAsync(request, task, cancellation);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("RestoreTask")]
    public async Task<IResult> RestoreAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RestoreTask)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.TaskRestore, cancellation);
        var task = await changes.RestoreAsync(id, body, request.GetCaller().Id, engine, cancellation);
        return await AnswerAsync(request, task, cancellation);
    }

    [Function("ListTaskVersions")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.TaskVersions)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        await store.ReadAsync(id, cancellation);
        var versions = await store.VersionsAsync(id, cancellation);
        var page = new ListPage<TaskVersionDetail>(
            [.. versions.Take(Query.Limit(request, TaskStore.MaxVersions))], NextCursor: null);
        return Answers.Json(page, SwarmJsonContext.Default.ListPageTaskVersionDetail);
    }

    [Function("CompareTask")]
    public async Task<IResult> CompareAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.CompareTask)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var newest = (await store.ReadAsync(id, cancellation)).Document.Version;
        var to = (int)Query.Number(request, "to", newest, min: 1, TaskStore.MaxVersions);
        var from = (int)Query.Number(request, "from", Math.Max(1, to - 1), min: 1, TaskStore.MaxVersions);
        var before = (await store.ReadVersionAsync(id, from, cancellation)).Task;
        var after = (await store.ReadVersionAsync(id, to, cancellation)).Task;
        var comparison = new TaskComparison(from, to, Differences(before, after));
        return Answers.Json(comparison, SwarmJsonContext.Default.TaskComparison);
    }

    private static List<TaskChange> Differences(TaskSpec before, TaskSpec after)
    {
        var type = SwarmJsonContext.Default.TaskSpec;
        var old = JsonSerializer.SerializeToElement(before, type);
        var now = JsonSerializer.SerializeToElement(after, type);
        var fields = old.EnumerateObject().Concat(now.EnumerateObject()).Select(field => field.Name).Distinct();
        return
        [
            .. fields
                .Select(name => new TaskChange(name, Field(old, name), Field(now, name)))
                .Where(change => change.Before?.GetRawText() != change.After?.GetRawText()),
        ];
    }

    private static JsonElement? Field(JsonElement spec, string name) =>
        spec.TryGetProperty(name, out var value) ? value : null;

    private async Task<IResult> AnswerAsync(HttpRequest request, TaskDocument task, CancellationToken cancellation)
    {
        ETags.Write(request, task.Revision);
        return Answers.Json(await view.DetailAsync(task, cancellation), SwarmJsonContext.Default.TaskDetail);
    }
}
