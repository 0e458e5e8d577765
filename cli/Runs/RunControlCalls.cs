using System.Text.Json.Serialization.Metadata;
using Swarm.Cli.Api;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Runs;

/// <summary>The API's calls that control a run.</summary>
internal static class RunControlCalls
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;

    /// <summary>Pauses, resumes or stops a run.</summary>
    /// <param name="client">The API.</param>
    /// <param name="route">The route that does it.</param>
    /// <param name="id">The run.</param>
    /// <param name="reason">Why; null for no reason.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<RunDetail> ControlRunAsync(
        this SwarmClient client, string route, string id, string? reason, CancellationToken cancellation) =>
        PostAsync(client, route, id, new RunControlRequest(reason), Json.RunControlRequest, cancellation);

    public static Task<RunDetail> RetryRunAsync(
        this SwarmClient client, string id, RetryRunRequest request, CancellationToken cancellation) =>
        PostAsync(client, ApiRoutes.RetryRun, id, request, Json.RetryRunRequest, cancellation);

    public static Task<RunDetail> RerunAsync(
        this SwarmClient client, string id, RerunRequest request, CancellationToken cancellation) =>
        PostAsync(client, ApiRoutes.RerunRun, id, request, Json.RerunRequest, cancellation);

    public static Task<Directive> GiveDirectiveAsync(
        this SwarmClient client, string id, DirectiveRequest request, CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            SwarmClient.WithId(ApiRoutes.RunDirectives, id),
            SwarmClient.Body(request, Json.DirectiveRequest),
            Json.Directive,
            cancellation);

    private static Task<RunDetail> PostAsync<T>(
        SwarmClient client,
        string route,
        string id,
        T request,
        JsonTypeInfo<T> type,
        CancellationToken cancellation) =>
        client.SendAsync(
            HttpMethod.Post,
            SwarmClient.WithId(route, id),
            SwarmClient.Body(request, type),
            Json.RunDetail,
            cancellation);
}
