using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Queues;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>A storage account's queues, as far as taking messages goes: a real HTTP server.</summary>
public sealed class FakeStorage : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(string Body, int Takes)>> queues = new();

    private FakeStorage(WebApplication app) => this.app = app;

    /// <summary>The queue of each look.</summary>
    public Signals<string> Looks { get; } = new();

    /// <summary>The signature that it takes.</summary>
    public string Signature { get; set; } = "secret";

    private Uri Url => new(app.Urls.Single());

    public static async Task<FakeStorage> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var storage = new FakeStorage(builder.Build());
        storage.app.MapGet("/account/{queue}/messages", storage.Take);
        await storage.app.StartAsync();
        return storage;
    }

    public void Send(string queue, string body, int takes = 1) =>
        queues.GetOrAdd(queue, _ => new()).Enqueue((body, takes));

    /// <summary>The answer of a control plane that opens these queues for an hour, with the signature of now.</summary>
    public OpenQueuesResponse Open(params PullQueue[] opened) => new()
    {
        Queues =
        [
            .. opened.Select(queue => new OpenQueue(
                queue, new Uri(Url, $"/account/{queue.Name}?sv=2021-06-08&sp=p&sig={Signature}"))),
        ],
        ValidFor = TimeSpan.FromHours(1),
        Invisible = TimeSpan.FromSeconds(30),
        MaxTakes = 10,
    };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private IResult Take(string queue, HttpRequest request)
    {
        Looks.Add(queue);
        if (request.Query["sig"] != Signature)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (request.Query["numofmessages"] != "1" || request.Query["visibilitytimeout"] != "30")
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (!queues.TryGetValue(queue, out var messages))
        {
            return Results.NotFound();
        }

        var message = messages.TryDequeue(out var taken)
            ? "<QueueMessage><MessageId>17</MessageId><InsertionTime>Fri, 20 Nov 2026 12:00:00 GMT</InsertionTime>"
                + $"<PopReceipt>AbC+/=</PopReceipt><DequeueCount>{taken.Takes}</DequeueCount>"
                + $"<MessageText>{WebUtility.HtmlEncode(taken.Body)}</MessageText></QueueMessage>"
            : "";
        return Results.Text(
            $"\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><QueueMessagesList>{message}</QueueMessagesList>",
            "application/xml");
    }
}
