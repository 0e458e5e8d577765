using Swarm.Cli.Api;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;

namespace Swarm.Cli.Checkpoints;

/// <summary>The API's calls for checkpoints.</summary>
internal static class CheckpointCalls
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;

    public static Task<ListPage<CheckpointView>> ListCheckpointsAsync(
        this SwarmClient client, string? status, string? runId, int limit, CancellationToken cancellation)
    {
        var query = $"?limit={limit}"
            + (status is null ? "" : $"&status={Uri.EscapeDataString(status)}")
            + (runId is null ? "" : $"&runId={Uri.EscapeDataString(runId)}");
        return client.GetAsync(ApiRoutes.Checkpoints + query, Json.ListPageCheckpointView, cancellation);
    }

    public static Task<CheckpointView> GetCheckpointAsync(
        this SwarmClient client, string id, CancellationToken cancellation) =>
        client.GetAsync(SwarmClient.WithId(ApiRoutes.Checkpoint, id), Json.CheckpointView, cancellation);

    /// <summary>Has a run ask before it goes on.</summary>
    public static Task<OpenedCheckpoint> OpenCheckpointAsync(
        this SwarmClient client, string runId, OpenCheckpointRequest request, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            SwarmClient.WithId(ApiRoutes.RunCheckpoints, runId),
            SwarmClient.Body(request, Json.OpenCheckpointRequest),
            Json.OpenedCheckpoint,
            cancellation);

    /// <summary>Answers a checkpoint.</summary>
    /// <param name="client">The API.</param>
    /// <param name="route">The route of the answer.</param>
    /// <param name="id">The checkpoint.</param>
    /// <param name="answer">What is said to it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<CheckpointView> AnswerCheckpointAsync(
        this SwarmClient client,
        string route,
        string id,
        AnswerCheckpointRequest answer,
        CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            SwarmClient.WithId(route, id),
            SwarmClient.Body(answer, Json.AnswerCheckpointRequest),
            Json.CheckpointView,
            cancellation);
}
