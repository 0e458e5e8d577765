using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Content;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Health;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.WorkItems;
using Swarm.Contracts.Workers;
using Swarm.Contracts.Workflows;

namespace Swarm.Cli.Api;

/// <summary>The control plane's API, as far as the command line needs it.</summary>
internal sealed class SwarmClient : IDisposable
{
    private const int MaxFailures = 3;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    /// <summary>A large database takes its time to be copied before the first byte comes.</summary>
    private static readonly TimeSpan DownloadSilence = TimeSpan.FromMinutes(10);
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;
    private readonly HttpClient http;

    public SwarmClient(Connection connection)
    {
        Address = connection.Address;
        // A proxy of the environment must never get between processes of one machine.
        var handler = new SocketsHttpHandler
        {
            UseProxy = !Address.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
        http = new HttpClient(handler)
        {
            BaseAddress = new Uri(Address.ToString().TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (connection.Key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", connection.Key);
        }
    }

    public Uri Address { get; }

    public void Dispose() => http.Dispose();

    public Task<ValidateWorkflowResponse> ValidateWorkflowAsync(string text, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, ApiRoutes.ValidateWorkflow, Yaml(text), Json.ValidateWorkflowResponse, cancellation);

    /// <summary>Stores a workflow; storing the same text again changes nothing.</summary>
    public Task<WorkflowDetail> StoreWorkflowAsync(string text, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, ApiRoutes.Workflows, Yaml(text), Json.WorkflowDetail, cancellation);

    public Task<RunDetail> ExecuteAsync(
        string workflowId, ExecuteWorkflowRequest request, CancellationToken cancellation) =>
        SendAsync(
            HttpMethod.Post,
            WithId(ApiRoutes.ExecuteWorkflow, workflowId),
            Body(request, Json.ExecuteWorkflowRequest),
            Json.RunDetail,
            cancellation);

    public Task<ListPage<RunSummary>> ListRunsAsync(int limit, CancellationToken cancellation) =>
        GetAsync($"{ApiRoutes.Runs}?limit={limit}", Json.ListPageRunSummary, cancellation);

    public Task<RunDetail> GetRunAsync(string id, CancellationToken cancellation) =>
        GetAsync(WithId(ApiRoutes.Run, id), Json.RunDetail, cancellation);

    public Task<RunDetail> CancelRunAsync(string id, string? reason, CancellationToken cancellation) =>
        SendAsync(
            HttpMethod.Post,
            WithId(ApiRoutes.CancelRun, id),
            Body(new CancelRunRequest(reason), Json.CancelRunRequest),
            Json.RunDetail,
            cancellation);

    /// <summary>Log lines after a position; if there are none yet they are waited for.</summary>
    public Task<LogPage> GetLogsAsync(
        string runId, string workItemId, long after, CancellationToken cancellation, TimeSpan wait = default)
    {
        var route = WithId(ApiRoutes.RunLogs, runId)
            .Replace("{workItemId}", Uri.EscapeDataString(workItemId), StringComparison.Ordinal);
        var query = $"after={after}&limit=200&wait={(int)wait.TotalSeconds}";
        return GetAsync($"{route}?{query}", Json.LogPage, cancellation);
    }

    public Task<ListPage<WorkerSummary>> ListWorkersAsync(CancellationToken cancellation) =>
        GetAsync(ApiRoutes.Workers, Json.ListPageWorkerSummary, cancellation);

    public Task<ListPage<DeadLetter>> ListDeadLettersAsync(
        string status, string? runId, int limit, CancellationToken cancellation)
    {
        var ofRun = runId is null ? "" : $"&runId={Uri.EscapeDataString(runId)}";
        return GetAsync(
            $"{ApiRoutes.DeadLetters}?status={status}{ofRun}&limit={limit}", Json.ListPageDeadLetter, cancellation);
    }

    public Task<DeadLetter> GetDeadLetterAsync(string id, CancellationToken cancellation) =>
        GetAsync(WithId(ApiRoutes.DeadLetter, id), Json.DeadLetter, cancellation);

    public Task<DeadLetter> ReplayDeadLetterAsync(string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, WithId(ApiRoutes.ReplayDeadLetter, id), null, Json.DeadLetter, cancellation);

    public Task<DeadLetter> DropDeadLetterAsync(string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, WithId(ApiRoutes.DropDeadLetter, id), null, Json.DeadLetter, cancellation);

    public Task<WorkerDetail> GetWorkerAsync(string id, CancellationToken cancellation) =>
        GetAsync(WithId(ApiRoutes.Worker, id), Json.WorkerDetail, cancellation);

    /// <summary>Changes a worker; with a revision only if nobody has changed it since.</summary>
    public Task<WorkerDetail> ChangeWorkerAsync(
        string id, ChangeWorkerRequest change, CancellationToken cancellation, int? revision = null) =>
        SendAsync(
            HttpMethod.Patch,
            WithId(ApiRoutes.Worker, id),
            Body(change, Json.ChangeWorkerRequest),
            Json.WorkerDetail,
            cancellation,
            revision);

    public Task<WorkerDetail> DrainWorkerAsync(string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, WithId(ApiRoutes.DrainWorker, id), null, Json.WorkerDetail, cancellation);

    public Task<WorkerDetail> ResumeWorkerAsync(string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, WithId(ApiRoutes.ResumeWorker, id), null, Json.WorkerDetail, cancellation);

    public Task<WorkerDetail> RevokeWorkerAsync(string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, WithId(ApiRoutes.RevokeWorker, id), null, Json.WorkerDetail, cancellation);

    public Task<AllocationDecision> GetAllocationAsync(string workItemId, CancellationToken cancellation) =>
        GetAsync(WithId(ApiRoutes.WorkAllocation, workItemId), Json.AllocationDecision, cancellation);

    public Task<CreateJoinTokenResponse> CreateJoinTokenAsync(CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, ApiRoutes.JoinTokens, null, Json.CreateJoinTokenResponse, cancellation);

    /// <summary>The control plane's own word on its health; it answers 503 with a report when it is not well.</summary>
    public async Task<HealthReport> GetHealthAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.HealthReady);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(limit.Token);
            if ((int)response.StatusCode is 200 or 503
                && Parse(bytes, Json.HealthReport) is { Checks: not null } report)
            {
                return report;
            }

            throw new ApiException(response.StatusCode, ProblemOf(bytes));
        }
        catch (Exception e) when (IsNoAnswer(e, cancellation))
        {
            throw new ControlPlaneUnreachableException(Address, e);
        }
    }

    /// <summary>Opens the stream of a run's events after the given one. The caller disposes of the answer.</summary>
    public async Task<HttpResponseMessage> OpenEventStreamAsync(
        string runId, long after, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{WithId(ApiRoutes.RunEventStream, runId)}?after={after}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.TryAddWithoutValidation("Last-Event-ID", after.ToString());
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await ThrowUnlessSuccessAsync(response, cancellation);
            return response;
        }
        catch (Exception e) when (IsNoAnswer(e, cancellation))
        {
            throw new ControlPlaneUnreachableException(Address, e);
        }
    }

    /// <summary>Reads one thing; the calls of a feature beside this class are extension methods on it.</summary>
    public Task<T> GetAsync<T>(string route, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, route, null, type, cancellation);

    /// <summary>Sends a request whose answer is of the contract.</summary>
    public async Task<T> SendAsync<T>(
        HttpMethod method,
        string route,
        HttpContent? content,
        JsonTypeInfo<T> type,
        CancellationToken cancellation,
        int? revision = null)
    {
        using var request = new HttpRequestMessage(method, route) { Content = content };
        if (revision is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            await ThrowUnlessSuccessAsync(response, limit.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return Parse(bytes, type) ?? throw CliException.CannotStart(
                $"What answers at {Address} is no control plane of Swarm, or of another version: {method} {route}.");
        }
        catch (Exception e) when (IsNoAnswer(e, cancellation))
        {
            throw new ControlPlaneUnreachableException(Address, e);
        }
    }

    /// <summary>Sends a request that is answered with nothing but success.</summary>
    public async Task SendAsync(HttpMethod method, string route, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, route);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            await ThrowUnlessSuccessAsync(response, limit.Token);
        }
        catch (Exception e) when (IsNoAnswer(e, cancellation))
        {
            throw new ControlPlaneUnreachableException(Address, e);
        }
    }

    /// <summary>
    /// Reads a large value part by part. A connection that breaks is taken up where it broke, as long as it gets on.
    /// </summary>
    public async Task DownloadAsync(
        ContentReference reference, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellation)
    {
        var (read, failures) = (0L, 0);
        while (read < reference.Size)
        {
            var before = read;
            try
            {
                await DownloadFromAsync(reference, read, part => { take(part); read += part.Length; }, cancellation);
            }
            catch (Exception e) when (IsNoAnswer(e, cancellation))
            {
                failures = read > before ? 1 : failures + 1;
                if (failures > MaxFailures)
                {
                    throw new ControlPlaneUnreachableException(Address, e);
                }
            }
        }
    }

    /// <summary>Copies an answer of any length; its sender may be silent for a while, not for ever.</summary>
    public async Task DownloadAsync(string route, Stream target, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(DownloadSilence);
        try
        {
            using var response = await http.GetAsync(route, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await ThrowUnlessSuccessAsync(response, limit.Token);
            await using var content = await response.Content.ReadAsStreamAsync(limit.Token);
            var buffer = new byte[64 * 1024];
            for (int count; (count = await content.ReadAsync(buffer, limit.Token)) > 0;)
            {
                await WriteAsync(target, buffer.AsMemory(0, count), cancellation);
                limit.CancelAfter(DownloadSilence);
            }
        }
        catch (Exception e) when (e is not ApiException && IsNoAnswer(e, cancellation))
        {
            throw new ControlPlaneUnreachableException(Address, e);
        }
    }

    /// <summary>A disk that is full is not a control plane that does not answer.</summary>
    private static async Task WriteAsync(Stream target, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await target.WriteAsync(bytes, cancellation);
        }
        catch (IOException e)
        {
            throw CliException.CannotStart($"What comes cannot be written: {e.Message}", e);
        }
    }

    private async Task DownloadFromAsync(
        ContentReference reference, long from, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellation)
    {
        var route = ApiRoutes.Content.Replace("{sha256}", reference.Hash, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        request.Headers.Range = new RangeHeaderValue(from, null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await ThrowUnlessSuccessAsync(response, limit.Token);
        if (from > 0 && response.StatusCode != HttpStatusCode.PartialContent)
        {
            throw new IOException("The control plane does not send parts of values.");
        }

        await using var content = await response.Content.ReadAsStreamAsync(limit.Token);
        var buffer = new byte[64 * 1024];
        var got = 0;
        for (int count; (count = await content.ReadAsync(buffer, limit.Token)) > 0; got += count)
        {
            take(buffer.AsMemory(0, count));

            // The limit is for silence: a long value takes its time.
            limit.CancelAfter(AnswerLimit);
        }

        if (got == 0)
        {
            throw new IOException("The control plane sent nothing of the value.");
        }
    }

    private static bool IsNoAnswer(Exception e, CancellationToken cancellation) =>
        e is HttpRequestException or SocketException or IOException
        || (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static async Task ThrowUnlessSuccessAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        using (response)
        {
            throw new ApiException(
                response.StatusCode, ProblemOf(await response.Content.ReadAsByteArrayAsync(cancellation)));
        }
    }

    private static ProblemBody ProblemOf(byte[] bytes) => Parse(bytes, Json.ProblemBody) ?? new ProblemBody();

    private static T? Parse<T>(byte[] bytes, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");

    public static string WithId(string route, string id) =>
        route.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);
}
