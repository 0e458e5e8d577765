using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Tests.Functions.ControlPlanes;

/// <summary>Follows a run by its event stream, as the command line does.</summary>
internal static class EventFeed
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The run's events from the first one on, as they come, to the end of the stream. The next is waited for until
    /// <paramref name="over"/>, or for a minute.
    /// </summary>
    public static async IAsyncEnumerable<RunEvent> FollowAsync(
        this HttpClient client,
        string runId,
        long after = 0,
        [EnumeratorCancellation] CancellationToken over = default)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(over);
        var patience = over.CanBeCanceled ? Timeout.InfiniteTimeSpan : s_patience;
        time.CancelAfter(patience);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, Requests.Route(ApiRoutes.RunEventStream, runId));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", $"{after}");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, time.Token);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            yield break;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(time.Token);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(time.Token))
        {
            var told = JsonSerializer.Deserialize(item.Data, SwarmJsonContext.Default.RunEvent)!;
            Assert.Equal($"{told.Sequence}", item.EventId);
            Assert.Equal(told.Type, item.EventType);
            yield return told;
            time.CancelAfter(patience);
        }
    }

    /// <summary>Waits for the run's end, or for the next one after an event, and reads it.</summary>
    public static async Task<RunDetail> WaitForEndAsync(this HttpClient client, string runId, long after = 0)
    {
        await foreach (var told in client.FollowAsync(runId, after))
        {
            if (told.Type is RunEventTypes.RunCompleted or RunEventTypes.RunFailed or RunEventTypes.RunCancelled)
            {
                return await client.ReadRunAsync(runId);
            }
        }

        throw new InvalidOperationException($"The event stream of run '{runId}' ended before the run did.");
    }

    /// <summary>Waits until an event of this type, and of this node if one is given, was told.</summary>
    public static async Task<RunEvent> WaitForAsync(
        this HttpClient client, string runId, string type, string? node = null, long after = 0)
    {
        await foreach (var told in client.FollowAsync(runId, after))
        {
            if (told.Type == type && (node is null || told.Node == node))
            {
                return told;
            }
        }

        throw new InvalidOperationException($"The run '{runId}' ended without the event '{type}'.");
    }
}
