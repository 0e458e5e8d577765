using Swarm.Cli.Api;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Tasks;

namespace Swarm.Cli.Tasks;

/// <summary>The API's calls for tasks.</summary>
internal static class TaskCalls
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;

    public static Task<ListPage<TaskDetail>> ListTasksAsync(
        this SwarmClient client, int limit, string? status, string? type, CancellationToken cancellation)
    {
        var filters = (status is null ? "" : $"&status={Uri.EscapeDataString(status)}")
            + (type is null ? "" : $"&type={Uri.EscapeDataString(type)}");
        return client.GetAsync($"{ApiRoutes.Tasks}?limit={limit}{filters}", Json.ListPageTaskDetail, cancellation);
    }

    public static Task<TaskDetail> GetTaskAsync(this SwarmClient client, string id, CancellationToken cancellation) =>
        client.GetAsync(SwarmClient.WithId(ApiRoutes.Task, id), Json.TaskDetail, cancellation);

    public static Task<TaskDetail> CreateTaskAsync(
        this SwarmClient client, TaskSpec task, bool start, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            start ? ApiRoutes.Tasks : $"{ApiRoutes.Tasks}?start=false",
            SwarmClient.Body(task, Json.TaskSpec),
            Json.TaskDetail,
            cancellation);

    /// <summary>Starts or cancels a task.</summary>
    /// <param name="client">The API.</param>
    /// <param name="route">The route that does it.</param>
    /// <param name="id">The task.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<TaskDetail> ChangeTaskAsync(
        this SwarmClient client, string route, string id, CancellationToken cancellation) =>
        client.SendAsync(HttpMethod.Post, SwarmClient.WithId(route, id), null, Json.TaskDetail, cancellation);

    public static Task<ListPage<SubtaskDetail>> ListSubtasksAsync(
        this SwarmClient client, string id, CancellationToken cancellation) =>
        client.GetAsync(SwarmClient.WithId(ApiRoutes.Subtasks, id), Json.ListPageSubtaskDetail, cancellation);

    public static Task<ListPage<TaskRelation>> RelateTaskAsync(
        this SwarmClient client, string id, TaskRelation relation, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            SwarmClient.WithId(ApiRoutes.TaskRelations, id),
            SwarmClient.Body(relation, Json.TaskRelation),
            Json.ListPageTaskRelation,
            cancellation);

    public static Task DeleteTaskAsync(this SwarmClient client, string id, CancellationToken cancellation) =>
        client.SendAsync(HttpMethod.Delete, SwarmClient.WithId(ApiRoutes.Task, id), cancellation);

    /// <summary>Stores a template.</summary>
    /// <param name="client">The API.</param>
    /// <param name="name">Its name, which its file has as well.</param>
    /// <param name="source">Its file.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<TaskTemplateDetail> SaveTaskTemplateAsync(
        this SwarmClient client, string name, string source, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Put,
            ApiRoutes.TaskTemplate.Replace("{name}", Uri.EscapeDataString(name), StringComparison.Ordinal),
            SwarmClient.Yaml(source),
            Json.TaskTemplateDetail,
            cancellation);

    public static Task<ListPage<TaskTemplateSummary>> ListTaskTemplatesAsync(
        this SwarmClient client, CancellationToken cancellation) =>
        client.GetAsync(ApiRoutes.TaskTemplates, Json.ListPageTaskTemplateSummary, cancellation);
}
