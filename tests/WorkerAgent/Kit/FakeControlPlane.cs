using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Swarm.Contracts;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Queues;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>A control plane of one worker: a real HTTP server whose answers the test decides.</summary>
public sealed class FakeControlPlane : IAsyncDisposable
{
    public const string JoinToken = "swj_test";

    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;

    private readonly WebApplication app;
    private readonly Channel<WorkItem> queue = Channel.CreateUnbounded<WorkItem>();
    private readonly ConcurrentDictionary<string, WorkItem> offered = new();
    private readonly ConcurrentDictionary<string, SortedDictionary<long, LogLine>> logs = new();
    private readonly Channel<IReadOnlyList<string>> cancels = Channel.CreateUnbounded<IReadOnlyList<string>>();

    private FakeControlPlane(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    public Signals<JoinRequest> Joins { get; } = new();

    public Signals<HeartbeatRequest> Heartbeats { get; } = new();

    public Signals<PollRequest> Polls { get; } = new();

    public Signals<WorkItem> Claims { get; } = new();

    public Signals<(string Id, ReportRequest Report)> Reports { get; } = new();

    public Signals<(string Id, LogLine Line)> Lines { get; } = new();

    /// <summary>How the body of each chunk of a log was compressed; empty for not at all.</summary>
    public Signals<string> LogEncodings { get; } = new();

    /// <summary>Once it gets a line from this number on, it has lost those that it had.</summary>
    public long? LosesLogAt { get; set; }

    public Signals<bool> SignOffs { get; } = new();

    public Signals<ParkedWorkRequest> Asked { get; } = new();

    /// <summary>Which work items it calls over.</summary>
    public ConcurrentDictionary<string, bool> Over { get; } = new();

    public Signals<OpenQueuesRequest> Opens { get; } = new();

    public Signals<SetAsideRequest> SetAsides { get; } = new();

    public Signals<WorkLockRequest> LockRequests { get; } = new();

    /// <summary>What people have said to the work, that of its claim included.</summary>
    public ConcurrentQueue<string> Directives { get; } = new();

    /// <summary>A lock that somebody else holds, however long one waits.</summary>
    public const string TakenLock = "taken";

    public Signals<SaveSnapshotRequest> SavedSnapshots { get; } = new();

    /// <summary>Which queues it opens to the worker; none when null.</summary>
    public OpenQueuesResponse? OpenQueues { get; set; }

    /// <summary>The key that it takes.</summary>
    public string Key { get; set; } = "swk_worker_1";

    /// <summary>Tokens that are no longer good, by work item.</summary>
    public ConcurrentDictionary<string, long> StaleUpTo { get; } = new();

    /// <summary>Large values by their hash.</summary>
    public ConcurrentDictionary<string, byte[]> Contents { get; } = new();

    /// <summary>True to have room for no large value.</summary>
    public bool IsFull { get; set; }

    /// <summary>What each heartbeat's answer calls lost.</summary>
    public ConcurrentDictionary<string, bool> Lost { get; } = new();

    /// <summary>Requests whose path contains this text are cut off without an answer.</summary>
    public string? Unreachable { get; set; }

    /// <summary>As <see cref="Unreachable"/>, but only after the request had its effect.</summary>
    public string? AnswerLost { get; set; }

    /// <summary>Requests whose path ends so are heard and never answered, as on a line that died in silence.</summary>
    public string? Silent { get; set; }

    /// <summary>The paths of those requests.</summary>
    public Signals<string> Unanswered { get; } = new();

    public static async Task<FakeControlPlane> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRequestDecompression();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var plane = new FakeControlPlane(builder.Build());
        plane.Map();
        await plane.app.StartAsync();
        plane.Url = new Uri(plane.app.Urls.Single());
        return plane;
    }

    public void Offer(WorkItem item)
    {
        offered[item.Id] = item;
        queue.Writer.TryWrite(item);
    }

    /// <summary>Has a work item that is not in the queue of the long poll.</summary>
    public void Keep(WorkItem item) => offered[item.Id] = item;

    /// <summary>Has it no longer; its pointer stays in the queue.</summary>
    public void Withdraw(WorkItem item) => offered.TryRemove(item.Id, out _);

    public void Cancel(string id) => cancels.Writer.TryWrite([id]);

    public IReadOnlyList<LogLine> LogOf(string id, long token)
    {
        var lines = logs.GetOrAdd($"{id}/{token}", _ => []);
        lock (lines)
        {
            return [.. lines.Values];
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Open long polls must not hold it up.
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private void Map()
    {
        app.Use(GuardAsync);
        app.UseRequestDecompression();
        app.MapPost(ApiRoutes.JoinWorker, (Delegate)JoinAsync);
        app.MapPost(ApiRoutes.PollWork, (Delegate)PollAsync);
        app.MapPost(ApiRoutes.OpenQueues, (Delegate)OpenQueuesAsync);
        app.MapPost(ApiRoutes.SetAside, async (HttpContext context) =>
        {
            SetAsides.Add(await ReadAsync(context, Json.SetAsideRequest));
            return Results.NoContent();
        });
        app.MapPost(ApiRoutes.ClaimWork, (Delegate)ClaimAsync);
        app.MapPost(ApiRoutes.Heartbeat, (Delegate)HeartbeatAsync);
        app.MapPost(ApiRoutes.Control, (Delegate)ControlAsync);
        app.MapPost(ApiRoutes.WorkLogs, (Delegate)LogsAsync);
        app.MapPost(ApiRoutes.ReportWork, (Delegate)ReportAsync);
        app.MapPost(ApiRoutes.WorkLocks, async (HttpContext context) =>
        {
            var request = await ReadAsync(context, Json.WorkLockRequest);
            LockRequests.Add(request);
            var isHeld = !request.Release && request.Name != TakenLock;
            return Answer(new WorkLockResponse(isHeld, "run-9", "deploy"), Json.WorkLockResponse);
        });
        app.MapPost(ApiRoutes.WorkDirectives, async (HttpContext context) =>
        {
            var request = await ReadAsync(context, Json.HearDirectivesRequest);
            return Answer(
                new HearDirectivesResponse([.. Directives.Skip(request.Heard)]), Json.HearDirectivesResponse);
        });
        app.MapPost(ApiRoutes.SaveSnapshot, async (HttpContext context) =>
        {
            SavedSnapshots.Add(await ReadAsync(context, Json.SaveSnapshotRequest));
            return Results.NoContent();
        });
        app.MapPut(ApiRoutes.Content, (Delegate)PutContentAsync);
        app.MapGet(ApiRoutes.Content, (string sha256) => Contents.TryGetValue(sha256, out var value)
            ? Results.Bytes(value)
            : Problem(404, ProblemCodes.NotFound));
        app.MapPost(ApiRoutes.ParkedWork, async (HttpContext context) =>
        {
            Asked.Add(await ReadAsync(context, Json.ParkedWorkRequest));
            return Answer(new ParkedWorkResponse([.. Over.Keys]), Json.ParkedWorkResponse);
        });
        app.MapPost(ApiRoutes.SignOff, (HttpContext _) =>
        {
            SignOffs.Add(true);
            return Results.NoContent();
        });
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        if (Silent is { } end && path.EndsWith(end, StringComparison.Ordinal))
        {
            Unanswered.Add(path);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (Unreachable is { } down && path.Contains(down, StringComparison.Ordinal))
        {
            context.Abort();
            return;
        }

        var isJoin = path.EndsWith("/join", StringComparison.Ordinal);
        if (!isJoin && context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            await Problem(401, ProblemCodes.Unauthenticated).ExecuteAsync(context);
            return;
        }

        if (path.EndsWith("/logs", StringComparison.Ordinal))
        {
            LogEncodings.Add(context.Request.Headers.ContentEncoding.ToString());
        }

        if (AnswerLost is { } cut && path.Contains(cut, StringComparison.Ordinal))
        {
            var body = context.Response.Body;
            context.Response.Body = new MemoryStream();
            await next(context);
            context.Response.Body = body;
            context.Abort();
            return;
        }

        await next(context);
    }

    private async Task<IResult> JoinAsync(HttpContext context)
    {
        var request = await ReadAsync(context, Json.JoinRequest);
        Joins.Add(request);
        return request.Token == JoinToken
            ? Answer(new JoinResponse("01worker", Key), Json.JoinResponse)
            : Problem(401, ProblemCodes.Unauthenticated);
    }

    private async Task<IResult> PollAsync(HttpContext context)
    {
        var request = await ReadAsync(context, Json.PollRequest);
        Polls.Add(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(TimeSpan.FromSeconds(request.WaitSeconds));
        try
        {
            var item = await queue.Reader.ReadAsync(limit.Token);
            return Answer(new WorkItemPointer(item.RunId, item.Id, "receipt"), Json.WorkItemPointer);
        }
        catch (OperationCanceledException)
        {
            return Results.NoContent();
        }
    }

    private async Task<IResult> OpenQueuesAsync(HttpContext context)
    {
        Opens.Add(await ReadAsync(context, Json.OpenQueuesRequest));
        return OpenQueues is null ? Results.NoContent() : Answer(OpenQueues, Json.OpenQueuesResponse);
    }

    private IResult ClaimAsync(string id)
    {
        if (!offered.TryRemove(id, out var item))
        {
            return Problem(409, ProblemCodes.StalePointer);
        }

        Claims.Add(item);
        return Answer(item, Json.WorkItem);
    }

    private async Task<IResult> HeartbeatAsync(HttpContext context)
    {
        var request = await ReadAsync(context, Json.HeartbeatRequest);
        Heartbeats.Add(request);
        return Answer(
            new HeartbeatResponse { Sequence = request.Sequence, Lost = [.. Lost.Keys] }, Json.HeartbeatResponse);
    }

    private async Task<IResult> ControlAsync(HttpContext context)
    {
        await ReadAsync(context, Json.HeartbeatRequest);
        try
        {
            var ids = await cancels.Reader.ReadAsync(context.RequestAborted);
            return Answer(new ControlResponse(ids), Json.ControlResponse);
        }
        catch (OperationCanceledException)
        {
            return Results.NoContent();
        }
    }

    private async Task<IResult> LogsAsync(HttpContext context, string id)
    {
        var chunk = await ReadAsync(context, Json.LogChunk);
        if (StaleUpTo.TryGetValue(id, out var stale) && chunk.Token <= stale)
        {
            return Problem(409, ProblemCodes.LeaseLost);
        }

        var lines = logs.GetOrAdd($"{id}/{chunk.Token}", _ => []);
        lock (lines)
        {
            if (chunk.First >= LosesLogAt)
            {
                LosesLogAt = null;
                lines.Clear();
                return Problem(409, ProblemCodes.LogGap);
            }

            for (var i = 0; i < chunk.Lines.Count; i++)
            {
                if (lines.TryAdd(chunk.First + i, chunk.Lines[i]))
                {
                    Lines.Add((id, chunk.Lines[i]));
                }
            }
        }

        return Answer(new AppendLogsResponse(chunk.First + chunk.Lines.Count), Json.AppendLogsResponse);
    }

    private async Task<IResult> ReportAsync(HttpContext context, string id)
    {
        var report = await ReadAsync(context, Json.ReportRequest);
        if (StaleUpTo.TryGetValue(id, out var stale) && report.Token <= stale)
        {
            return Problem(409, ProblemCodes.LeaseLost);
        }

        Reports.Add((id, report));
        var status = report.Outcome == WorkItemOutcome.Asked ? WorkItemStatus.Waiting : WorkItemStatus.Completed;
        return Answer(new ReportResponse(status), Json.ReportResponse);
    }

    private async Task<IResult> PutContentAsync(HttpContext context, string sha256)
    {
        using var value = new MemoryStream();
        await context.Request.Body.CopyToAsync(value, context.RequestAborted);
        if (IsFull)
        {
            return Problem(507, ProblemCodes.Full);
        }

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(value.ToArray())));
        Contents[sha256] = value.ToArray();
        return Results.NoContent();
    }

    /// <summary>Keeps a value, and says how a work item refers to it.</summary>
    public ContentReference Keep(string value, ContentType type = ContentType.Text)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Contents[hash] = bytes;
        return ContentReference.Of(hash, bytes.Length, type);
    }

    private static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) =>
        (await context.Request.ReadFromJsonAsync(type, context.RequestAborted))!;

    private static IResult Answer<T>(T value, JsonTypeInfo<T> type) => Results.Json(value, type);

    private static IResult Problem(int status, string code) =>
        Results.Json(new ProblemBody { Status = status, Code = code }, Json.ProblemBody, statusCode: status);
}
