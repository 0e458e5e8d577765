using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Tasks;

/// <summary>Tasks: made, listed, started, cancelled, deleted.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class TaskFunctions(TaskStore store, TaskChanges changes, TaskView view)
{
    [Roles(Role.Admin, Role.Developer)]
    [Function("CreateTask")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.Tasks)] HttpRequest request,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var start = Query.Flag(request, "start", missing: true);
        var body = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.TaskSpec, cancellation);
        var task = await changes.CreateAsync(body, start, engine, cancellation, request.GetCaller().Id);
        var location = "/" + ApiRoutes.Task.Replace("{id}", task.Id, StringComparison.Ordinal);
        var detail = await view.DetailAsync(task, cancellation);
        ETags.Write(request, task.Revision);
        return Answers.Made(
            request, detail, SwarmJsonContext.Default.TaskDetail, StatusCodes.Status201Created, location);
    }

    [Function("ListTasks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Tasks)] HttpRequest request,
        CancellationToken cancellation)
    {
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var status = Query.Word<RunStatus>(request, "status");
        var type = Query.Word<TaskType>(request, "type");
        var byUpdate = Query.Text(request, "sort") switch
        {
            null or "created" => false,
            "updated" => true,
            _ => throw Problems.Invalid("/sort", "'sort' is 'created' or 'updated'."),
        };
        var (found, next) = await store.ListAsync(
            byUpdate,
            after,
            Query.Limit(request),
            async task => (type is null || task.Spec.Type == type)
                && (status is null || await view.StatusAsync(task, cancellation) == status),
            cancellation);
        var items = await Task.WhenAll(found.Select(task => view.DetailAsync(task, cancellation)));
        var page = new ListPage<TaskDetail>(items, next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageTaskDetail);
    }

    [Function("GetTask")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Task)] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        await AnswerAsync(request, (await store.ReadAsync(id, cancellation)).Document, cancellation);

    [Roles(Role.Admin, Role.Developer)]
    [Function("DeleteTask")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ApiRoutes.Task)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        await changes.DeleteAsync(id, ETags.IfMatch(request), cancellation);
        return Answers.None();
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("StartTask")]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.StartTask)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        await AnswerAsync(request, await changes.StartAsync(id, engine, cancellation), cancellation);

    [Roles(Role.Admin, Role.Developer)]
    [Function("CancelTask")]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.CancelTask)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        await AnswerAsync(request, await changes.CancelAsync(id, engine, cancellation), cancellation);

    [Function("ListSubtasks")]
    public async Task<IResult> SubtasksAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Subtasks)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var task = (await store.ReadAsync(id, cancellation)).Document;
        var subtasks = await view.SubtasksAsync(task, cancellation);
        return Answers.Json(
            new ListPage<SubtaskDetail>(subtasks, NextCursor: null), SwarmJsonContext.Default.ListPageSubtaskDetail);
    }

    private async Task<IResult> AnswerAsync(HttpRequest request, TaskDocument task, CancellationToken cancellation)
    {
        ETags.Write(request, task.Revision);
        return Answers.Json(await view.DetailAsync(task, cancellation), SwarmJsonContext.Default.TaskDetail);
    }
}
