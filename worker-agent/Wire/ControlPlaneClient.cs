using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Queues;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Wire;

/// <summary>
/// The control plane's API as a worker sees it. Every call throws <see cref="ControlPlaneException"/> for a refusal
/// and for a control plane that cannot be reached or does not answer in time.
/// </summary>
internal sealed class ControlPlaneClient(HttpClient http, TimeProvider time)
{
    public const int PollSeconds = 25;
    private const int MaxProblemChars = 2000;

    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;
    private long answers;
    private static readonly TimeSpan ShortCall = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(PollSeconds + 15);

    /// <summary>Names this life of the agent.</summary>
    public string ProcessId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>How many of its calls were answered: while this grows, the control plane is not away.</summary>
    public long Answers => Interlocked.Read(ref answers);

    /// <summary>The worker's key; set once it has joined.</summary>
    public string? Key { get; set; }

    public async Task<JoinResponse> JoinAsync(JoinRequest request, CancellationToken cancellation) =>
        (await SendAsync(
            ApiRoutes.JoinWorker, request, Json.JoinRequest, Json.JoinResponse, ShortCall, cancellation))!;

    /// <summary>Waits for work; null when there was none.</summary>
    public Task<WorkItemPointer?> PollAsync(PollRequest request, CancellationToken cancellation) =>
        SendAsync(ApiRoutes.PollWork, request, Json.PollRequest, Json.WorkItemPointer, LongPoll, cancellation);

    /// <summary>Asks to read the worker's queues without it; null when it opens none.</summary>
    public Task<OpenQueuesResponse?> OpenQueuesAsync(OpenQueuesRequest request, CancellationToken cancellation) =>
        SendAsync(
            ApiRoutes.OpenQueues,
            request,
            Json.OpenQueuesRequest,
            Json.OpenQueuesResponse,
            ShortCall,
            cancellation);

    /// <summary>Hands over a message that is of no use.</summary>
    public Task SetAsideAsync(SetAsideRequest request, CancellationToken cancellation) =>
        SendAsync<SetAsideRequest, object>(
            ApiRoutes.SetAside, request, Json.SetAsideRequest, null, ShortCall, cancellation);

    public async Task<WorkItem> ClaimAsync(WorkItemPointer pointer, CancellationToken cancellation)
    {
        var request = new ClaimRequest(pointer.RunId, pointer.Receipt, ProcessId);
        var route = Route(ApiRoutes.ClaimWork, pointer.WorkItemId);
        return (await SendAsync(route, request, Json.ClaimRequest, Json.WorkItem, ShortCall, cancellation))!;
    }

    public async Task<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest request, CancellationToken cancellation) =>
        (await SendAsync(
            ApiRoutes.Heartbeat, request, Json.HeartbeatRequest, Json.HeartbeatResponse, ShortCall, cancellation))!;

    /// <summary>Waits for cancellations; null when there was none.</summary>
    public Task<ControlResponse?> ControlAsync(HeartbeatRequest request, CancellationToken cancellation) =>
        SendAsync(ApiRoutes.Control, request, Json.HeartbeatRequest, Json.ControlResponse, LongPoll, cancellation);

    public Task<AppendLogsResponse?> SendLogsAsync(string workItemId, LogChunk chunk, CancellationToken cancellation) =>
        SendAsync(
            Route(ApiRoutes.WorkLogs, workItemId),
            chunk,
            Json.LogChunk,
            Json.AppendLogsResponse,
            ShortCall,
            cancellation);

    public async Task<ReportResponse> ReportAsync(
        string workItemId, ReportRequest report, CancellationToken cancellation) =>
        (await SendAsync(
            Route(ApiRoutes.ReportWork, workItemId),
            report,
            Json.ReportRequest,
            Json.ReportResponse,
            ShortCall,
            cancellation))!;

    public Task SaveSnapshotAsync(
        string workItemId, SaveSnapshotRequest request, CancellationToken cancellation) =>
        SendAsync<SaveSnapshotRequest, object>(
            Route(ApiRoutes.SaveSnapshot, workItemId),
            request,
            Json.SaveSnapshotRequest,
            null,
            ShortCall,
            cancellation);

    public async Task<WorkLockResponse> ChangeLockAsync(
        string workItemId, WorkLockRequest request, CancellationToken cancellation) =>
        (await SendAsync(
            Route(ApiRoutes.WorkLocks, workItemId),
            request,
            Json.WorkLockRequest,
            Json.WorkLockResponse,
            LongPoll,
            cancellation))!;

    public async Task<HearDirectivesResponse> HearDirectivesAsync(
        string workItemId, HearDirectivesRequest request, CancellationToken cancellation) =>
        (await SendAsync(
            Route(ApiRoutes.WorkDirectives, workItemId),
            request,
            Json.HearDirectivesRequest,
            Json.HearDirectivesResponse,
            ShortCall,
            cancellation))!;

    public async Task<ParkedWorkResponse> AskParkedAsync(
        ParkedWorkRequest request, CancellationToken cancellation) =>
        (await SendAsync(
            ApiRoutes.ParkedWork,
            request,
            Json.ParkedWorkRequest,
            Json.ParkedWorkResponse,
            ShortCall,
            cancellation))!;

    public Task SignOffAsync(CancellationToken cancellation) =>
        SendAsync<object, object>(ApiRoutes.SignOff, null, null, null, ShortCall, cancellation);

    private static string Route(string template, string id) =>
        template.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);

    private async Task<TResponse?> SendAsync<TRequest, TResponse>(
        string route,
        TRequest? body,
        JsonTypeInfo<TRequest>? bodyType,
        JsonTypeInfo<TResponse>? responseType,
        TimeSpan timeout,
        CancellationToken cancellation)
        where TRequest : class
        where TResponse : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = Key is null ? null : new AuthenticationHeaderValue("Bearer", Key);
        request.Content = body is null || bodyType is null ? null : CompressedJson.Of(body, bodyType);
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            Interlocked.Increment(ref answers);
            if (!response.IsSuccessStatusCode)
            {
                throw await ReadRefusalAsync(route, response, either.Token);
            }

            return responseType is null || response.StatusCode == HttpStatusCode.NoContent
                ? null
                : await response.Content.ReadFromJsonAsync(responseType, either.Token)
                    ?? throw new JsonException($"{route} answered null.");
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw ControlPlaneException.Unreachable(route, $"no answer within {timeout.TotalSeconds:0} s", e);
        }
        catch (HttpRequestException e)
        {
            throw ControlPlaneException.Unreachable(route, e.Message, e);
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw ControlPlaneException.Unreachable(route, $"the answer cannot be read: {e.Message}", e);
        }
    }

    internal static async Task<ControlPlaneException> ReadRefusalAsync(
        string route, HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            var problem = JsonSerializer.Deserialize(text, Json.ProblemBody);
            return ControlPlaneException.Refused(
                route, response.StatusCode, problem?.Code ?? "", problem?.Detail ?? problem?.Title ?? "");
        }
        catch (JsonException)
        {
            var start = text.Length > MaxProblemChars ? text[..MaxProblemChars] : text;
            return ControlPlaneException.Refused(route, response.StatusCode, "", start);
        }
    }
}
