using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>A model's server: a real HTTP server that answers as the test says.</summary>
internal sealed class FakeModelServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<string, Func<HttpContext, Task>> answers = [];

    private FakeModelServer(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>What it was asked: path, key and body.</summary>
    public Signals<(string Path, string? Key, string Body)> Asked { get; } = new();

    public static async Task<FakeModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new FakeModelServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        server.Url = new Uri(server.app.Urls.Single() + "/");
        return server;
    }

    /// <summary>From now on a path is answered so; each chunk is sent by itself.</summary>
    public void Answer(string path, int status, params string[] chunks) => answers[path] = async context =>
    {
        context.Response.StatusCode = status;
        foreach (var chunk in chunks)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(chunk));
            await context.Response.Body.FlushAsync();
        }
    };

    public void Answer(string path, Func<HttpContext, Task> answer) => answers[path] = answer;

    /// <summary>The body of the only question under a path.</summary>
    public JsonElement BodyOf(string path) =>
        JsonDocument.Parse(Asked.Seen.Single(asked => asked.Path == path).Body).RootElement;

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var path = context.Request.Path.Value!;
        Asked.Add((path, context.Request.Headers.Authorization, await reader.ReadToEndAsync()));
        if (answers.TryGetValue(path, out var answer))
        {
            await answer(context);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }
}
