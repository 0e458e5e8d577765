using Swarm.Cli.Api;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Schedules;

namespace Swarm.Cli.Schedules;

/// <summary>The API's calls for schedules.</summary>
internal static class ScheduleCalls
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;

    public static Task<ListPage<ScheduleDetail>> ListSchedulesAsync(
        this SwarmClient client, int limit, CancellationToken cancellation) =>
        client.GetAsync($"{ApiRoutes.Schedules}?limit={limit}", Json.ListPageScheduleDetail, cancellation);

    public static Task<ScheduleDetail> GetScheduleAsync(
        this SwarmClient client, string id, CancellationToken cancellation) =>
        client.GetAsync(SwarmClient.WithId(ApiRoutes.Schedule, id), Json.ScheduleDetail, cancellation);

    public static Task<ListPage<ScheduleTick>> ListTicksAsync(
        this SwarmClient client, string id, int limit, CancellationToken cancellation) =>
        client.GetAsync(
            $"{SwarmClient.WithId(ApiRoutes.ScheduleTicks, id)}?limit={limit}",
            Json.ListPageScheduleTick,
            cancellation);

    public static Task<ScheduleDetail> CreateScheduleAsync(
        this SwarmClient client, ScheduleRequest request, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            ApiRoutes.Schedules,
            SwarmClient.Body(request, Json.ScheduleRequest),
            Json.ScheduleDetail,
            cancellation);

    public static Task<SchedulePreview> PreviewScheduleAsync(
        this SwarmClient client, SchedulePreviewRequest request, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            ApiRoutes.PreviewSchedule,
            SwarmClient.Body(request, Json.SchedulePreviewRequest),
            Json.SchedulePreview,
            cancellation);

    /// <summary>Pauses or resumes a schedule.</summary>
    /// <param name="client">The API.</param>
    /// <param name="route">The route that does it.</param>
    /// <param name="id">The schedule.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<ScheduleDetail> ChangeScheduleAsync(
        this SwarmClient client, string route, string id, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post, SwarmClient.WithId(route, id), null, Json.ScheduleDetail, cancellation);

    public static Task<RunDetail> RunScheduleAsync(
        this SwarmClient client, string id, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post, SwarmClient.WithId(ApiRoutes.RunSchedule, id), null, Json.RunDetail, cancellation);

    public static Task DeleteScheduleAsync(this SwarmClient client, string id, CancellationToken cancellation) =>
        client.SendAsync(HttpMethod.Delete, SwarmClient.WithId(ApiRoutes.Schedule, id), cancellation);
}
