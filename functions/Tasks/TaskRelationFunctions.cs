using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Tasks;

/// <summary>How tasks stand to each other, and the order that follows.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class TaskRelationFunctions(TaskStore store, TaskRelations relations)
{
    private const int MaxOrdered = 200;

    [Function("ListTaskRelations")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.TaskRelations)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        await store.ReadAsync(id, cancellation);
        return Listed(await relations.ListAsync(id, cancellation));
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("AddTaskRelation")]
    public async Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.TaskRelations)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.TaskRelation, cancellation);
        await relations.AddAsync(id, body, cancellation);
        return Listed(await relations.ListAsync(id, cancellation));
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("RemoveTaskRelation")]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ApiRoutes.TaskRelation)] HttpRequest request,
        string id,
        string kind,
        string other,
        CancellationToken cancellation)
    {
        await store.ReadAsync(id, cancellation);
        var parsed = Query.ParseWord<TaskRelationKind>(kind, "/kind");
        await relations.RemoveAsync(id, new TaskRelation(parsed, other), cancellation);
        return Answers.None();
    }

    [Function("OrderTasks")]
    public async Task<IResult> OrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.TaskOrder)] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.TaskOrderRequest, cancellation);
        new FieldErrors()
            .Require(
                body.TaskIds.Count is >= 1 and <= MaxOrdered, "/taskIds", $"Give 1 to {MaxOrdered} tasks.")
            .ThrowIfAny();
        var tasks = new List<OrderedTask>();
        foreach (var id in body.TaskIds.Distinct(StringComparer.Ordinal))
        {
            var task = (await store.ReadAsync(id, cancellation)).Document;
            tasks.Add(new OrderedTask(task.Id, task.Spec.Priority, task.CreatedAt));
        }

        var dependencies = await relations.DependenciesFromAsync(body.TaskIds, cancellation);
        var waves = TaskOrder.Waves(tasks, dependencies);
        return Answers.Json(new TaskOrderResponse(waves), SwarmJsonContext.Default.TaskOrderResponse);
    }

    private static IResult Listed(IReadOnlyList<TaskRelation> found) => Answers.Json(
        new ListPage<TaskRelation>(found, NextCursor: null), SwarmJsonContext.Default.ListPageTaskRelation);
}
