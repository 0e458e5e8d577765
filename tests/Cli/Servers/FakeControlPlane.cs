using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Workflows;

namespace Swarm.Tests.Cli.Servers;

/// <summary>
/// Speaks the API of the control plane over real HTTP, from a script. It can hang up in the middle of an event stream,
/// and can be stopped and started again on the same port.
/// </summary>
internal sealed class FakeControlPlane : IAsyncDisposable
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;
    private WebApplication? app;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What each request asked for: method, path and query, key.</summary>
    public ConcurrentQueue<(string Method, string Target, string? Key, string Body)> Requests { get; } = new();

    public RunDetail Run { get; set; } = SampleRun.Completed();

    /// <summary>What each connection to the event stream gets, in order; the last one is used again.</summary>
    public List<StreamScript> Streams { get; } = [];

    public ValidateWorkflowResponse Validation { get; set; } = new(true, [], "sample", ["a", "b"]);

    /// <summary>If set, storing a workflow answers with these errors.</summary>
    public IReadOnlyList<WorkflowError>? WorkflowErrors { get; set; }

    /// <summary>If set, every answer is this problem.</summary>
    public ProblemBody? Problem { get; set; }

    /// <summary>The JSON that other requests are answered with, by method and path.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    public string HealthStatus { get; set; } = "healthy";

    private int streamsOpened;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.ToString());
        app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        Address = new Uri(app.Urls.Single());
    }

    /// <summary>Ends it, cutting off who is connected.</summary>
    public async Task StopAsync()
    {
        if (app is not null)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
            app = null;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var path = request.Path.Value!.TrimStart('/');
        Requests.Enqueue((
            request.Method, path + request.QueryString, request.Headers.Authorization.FirstOrDefault(), body));

        if (Problem is not null)
        {
            await WriteAsync(context, Problem.Status, Problem, Json.ProblemBody);
        }
        else if (Answers.TryGetValue($"{request.Method} {path}", out var answer))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer);
        }
        else if (path == ApiRoutes.ValidateWorkflow)
        {
            await WriteAsync(context, 200, Validation, Json.ValidateWorkflowResponse);
        }
        else if (path == ApiRoutes.Workflows)
        {
            await StoreWorkflowAsync(context);
        }
        else if (path == ApiRoutes.HealthReady)
        {
            var isHealthy = HealthStatus == "healthy";
            var checks = new Dictionary<string, string?> { ["store"] = isHealthy ? null : "disk is full" };
            await WriteAsync(context, isHealthy ? 200 : 503, new(HealthStatus, "0.1.0", checks), Json.HealthReport);
        }
        else if (path == ApiRoutes.Workers)
        {
            await WriteAsync(context, 200, new([SampleRun.Worker], null), Json.ListPageWorkerSummary);
        }
        else if (path == ApiRoutes.Runs)
        {
            await WriteAsync(context, 200, new([Run.Summary], null), Json.ListPageRunSummary);
        }
        else if (path == ApiRoutes.DeadLetters)
        {
            await WriteAsync(context, 200, new([SampleRun.Letter], null), Json.ListPageDeadLetter);
        }
        else if (path.StartsWith(ApiRoutes.DeadLetters, StringComparison.Ordinal))
        {
            await WriteAsync(context, 200, SampleRun.Letter, Json.DeadLetter);
        }
        else if (path.EndsWith("/events/stream", StringComparison.Ordinal))
        {
            await StreamAsync(context);
        }
        else if (path.EndsWith("/execute", StringComparison.Ordinal)
            || (request.Method == "POST"
                && path.StartsWith($"{ApiRoutes.Runs}/{Run.Summary.Id}/", StringComparison.Ordinal))
            || path == ApiRoutes.Run.Replace("{id}", Run.Summary.Id, StringComparison.Ordinal))
        {
            await WriteAsync(context, request.Method == "GET" ? 200 : 202, Run, Json.RunDetail);
        }
        else
        {
            var missing = new ProblemBody { Code = ProblemCodes.NotFound, Detail = "There is no such thing." };
            await WriteAsync(context, 404, missing, Json.ProblemBody);
        }
    }

    private Task StoreWorkflowAsync(HttpContext context)
    {
        if (WorkflowErrors is null)
        {
            return WriteAsync(context, 201, new(SampleRun.Workflow, "name: sample"), Json.WorkflowDetail);
        }

        var problem = new ProblemBody
        {
            Status = 422,
            Code = ProblemCodes.InvalidWorkflow,
            Detail = "The workflow file has errors.",
            WorkflowErrors = WorkflowErrors,
        };
        return WriteAsync(context, 422, problem, Json.ProblemBody);
    }

    private async Task StreamAsync(HttpContext context)
    {
        if (Streams.Count == 0)
        {
            // The run has ended and the client has heard it all.
            context.Response.StatusCode = 204;
            return;
        }

        var script = Streams[Math.Min(streamsOpened++, Streams.Count - 1)];
        var after = long.Parse(context.Request.Query["after"].Single()!);
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        foreach (var e in script.Events.Where(e => script.IgnoresAfter || e.Sequence > after))
        {
            var json = JsonSerializer.Serialize(e, Json.RunEvent);
            await context.Response.WriteAsync($"id: {e.Sequence}\ndata: {json}\n\n");
            await context.Response.Body.FlushAsync();
        }

        script.Written.TrySetResult();
        if (!script.HangsUp)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(value, type));
    }
}
