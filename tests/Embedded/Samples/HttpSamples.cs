using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Embedded.Worker;
using FromBodyAttribute = Swarm.Embedded.Worker.Http.FromBodyAttribute;

namespace Swarm.Tests.Embedded.Samples;

public sealed class HttpSamples(Probe probe)
{
    private const string Get = "get";

    [Function("Bindings")]
    public IActionResult Bindings(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "items/{id:int}/{key}")] HttpRequest request,
        int id,
        Guid key,
        string? name,
        int? limit,
        bool all = true) =>
        new OkObjectResult(new { request.Method, Id = id, Key = key, Name = name, Limit = limit, All = all });

    [Function("Minimal")]
    public IResult Minimal([HttpTrigger(AuthorizationLevel.Anonymous, Get, Route = "minimal")] HttpRequest request) =>
        Results.Text($"{request.Path}", statusCode: StatusCodes.Status203NonAuthoritative);

    [Function("Create")]
    public async Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "items")] HttpRequest request,
        [FromBody] Item item,
        FunctionContext context,
        CancellationToken cancellation)
    {
        await Task.Yield();
        Assert.Same(request, context.GetHttpContext()!.Request);
        Assert.Equal(cancellation, context.CancellationToken);
        return new CreatedResult($"/items/{item.Name}", item);
    }

    [Function("Text")]
    public string Text([HttpTrigger(AuthorizationLevel.Anonymous, Get)] HttpRequest request) =>
        $"not sent {request.Path}";

    [Function("Fails")]
    public IActionResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, Get)] HttpRequest request) =>
        throw new InvalidOperationException($"The secret of {request.Path}");

    [Function("Whoami")]
    public IActionResult Whoami(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get)] HttpRequest request, FunctionContext context)
    {
        Assert.Same(
            context.InstanceServices.GetRequiredService<PerRequest>(),
            request.HttpContext.RequestServices.GetRequiredService<PerRequest>());
        return new OkObjectResult($"{context.Items["user"]} {context.FunctionDefinition.Name}");
    }

    [Function("Stream")]
    public IResult Stream([HttpTrigger(AuthorizationLevel.Anonymous, Get)] HttpRequest request) =>
        new EventStream(probe, request.Query.ContainsKey("long"));

    [Function("Hangs")]
    public async Task<IActionResult> HangsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Get)] HttpRequest request, CancellationToken cancellation)
    {
        probe.Signal($"begun {request.Path}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return new OkResult();
        }
        catch (OperationCanceledException)
        {
            probe.Signal("cancelled");
            throw;
        }
    }

    public sealed record Item(string Name, int Count);

    public sealed class PerRequest;

    /// <summary>Writes an event, and the next one only when the test has seen the first.</summary>
    private sealed class EventStream(Probe probe, bool isEndless) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "text/event-stream";
            await httpContext.Response.WriteAsync("data: first\n\n");
            await httpContext.Response.Body.FlushAsync();
            if (isEndless)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, httpContext.RequestAborted);
            }

            await probe.SignalledAsync("first seen");
            await httpContext.Response.WriteAsync("data: second\n\n");
        }
    }
}
