using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Functions.Events;

/// <summary>
/// An answer that sends a run's events as they happen. It ends after the run's final event, or when its time is over;
/// the client then comes again with the id of the last event that it saw.
/// </summary>
internal sealed class RunEventStream(
    string runId,
    long after,
    RunEventReader events,
    RunEventSignals signals,
    RunEventStreamOptions options,
    TimeProvider time) : IResult
{
    private const int EventsPerRead = 100;

    private long _last = after;
    private long _sentAt;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await StreamAsync(response, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone.
        }
    }

    private async Task StreamAsync(HttpResponse response, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();

        // Before the first look, or an event between the two would be noticed late.
        using var subscription = signals.Subscribe(runId);
        await SendAsync(response, $"retry: {(long)options.Reconnect.TotalMilliseconds}\n\n", cancellation);
        while (time.GetElapsedTime(began) < options.Longest)
        {
            var found = await events.ReadAsync(runId, _last, EventsPerRead, cancellation);
            if (found.Count > 0)
            {
                await SendAsync(response, string.Concat(found.Select(Format)), cancellation);
                _last = found[^1].Sequence;
                if (await events.HasEndedAsync(runId, found, cancellation))
                {
                    return;
                }

                continue;
            }

            if (time.GetElapsedTime(_sentAt) >= options.Heartbeat)
            {
                await SendAsync(response, ": still here\n\n", cancellation);
            }

            await subscription.WaitAsync(options.Look, time, cancellation);
        }

        await SendAsync(response, ": come again\n\n", cancellation);
    }

    private async Task SendAsync(HttpResponse response, string text, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await response.Body.FlushAsync(cancellation);
        _sentAt = time.GetTimestamp();
    }

    /// <summary>JSON of ours has no line breaks, so one data line holds it.</summary>
    private static string Format(RunEvent told) =>
        $"id: {told.Sequence}\nevent: {told.Type}\n"
        + $"data: {JsonSerializer.Serialize(told, SwarmJsonContext.Default.RunEvent)}\n\n";
}
