using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Swarm.Cli.Api;
using Swarm.Cli.Watching;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Events;

/// <summary>
/// The events of one run, each once and in order, up to its last. A control plane that dies and comes back does not
/// end the feed: it connects again with the number of the last event that it has passed on.
/// </summary>
internal sealed class RunEventFeed(SwarmClient client, TimeProvider time, FeedOptions options)
{
    // What a connection says beside events.
    private static readonly object Connected = new();
    private static readonly object NothingToCome = new();

    /// <summary>Told of each change between connected and waiting.</summary>
    public Action<FeedState> StateChanged { get; init; } = _ => { };

    public static bool IsFinal(RunEvent e) =>
        e.Type is RunEventTypes.RunCompleted or RunEventTypes.RunFailed or RunEventTypes.RunCancelled;

    public async IAsyncEnumerable<RunEvent> ReadAsync(
        string runId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = 0L;
        var lostAt = time.GetTimestamp();
        var pause = options.FirstPause;
        var state = FeedState.Waiting;
        while (true)
        {
            var wasConnected = false;
            await using var stream = ReadOnceAsync(runId, last, cancellation).GetAsyncEnumerator(cancellation);
            while (await NextAsync(stream, lostAt, cancellation) is { } step)
            {
                lostAt = time.GetTimestamp();
                pause = options.FirstPause;
                wasConnected = true;
                Tell(ref state, FeedState.Connected);
                if (step == NothingToCome)
                {
                    yield break;
                }

                if (step is not RunEvent next || next.Sequence <= last)
                {
                    continue;
                }

                if (next.Sequence > last + 1)
                {
                    // Sequences have no gaps, so what we hear is not all: ask again from the last one that we have.
                    break;
                }

                last = next.Sequence;
                yield return next;
                if (IsFinal(next) && await HasEndedAsync(runId, cancellation))
                {
                    yield break;
                }
            }

            if (!wasConnected)
            {
                // A connection that ended is no news; one that cannot be made is.
                Tell(ref state, FeedState.Waiting);
            }

            await Task.Delay(pause, time, cancellation);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, options.LongestPause.Ticks));
        }
    }

    // The end of an attempt that was retried is not the run's. Who cannot be asked just now is taken at his word.
    private async Task<bool> HasEndedAsync(string runId, CancellationToken cancellation)
    {
        try
        {
            return StatusWords.IsFinal((await client.GetRunAsync(runId, cancellation)).Summary.Status);
        }
        catch (Exception e) when (e is ApiException or IOException or HttpRequestException
            or ControlPlaneUnreachableException)
        {
            return true;
        }
    }

    private void Tell(ref FeedState state, FeedState now)
    {
        if (state != now)
        {
            state = now;
            StateChanged(now);
        }
    }

    // Null: the connection ended and is to be opened again. An exception: no use in trying again.
    private async Task<object?> NextAsync(
        IAsyncEnumerator<object> stream, long lostAt, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNextAsync() ? stream.Current : null;
        }
        catch (ApiException e) when (e.IsPassing)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ControlPlaneUnreachableException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            if (time.GetElapsedTime(lostAt) > options.AbsenceLimit)
            {
                throw e as ControlPlaneUnreachableException ?? new ControlPlaneUnreachableException(client.Address, e);
            }

            return null;
        }
    }

    // One connection: first a mark that it stands, then its events.
    private async IAsyncEnumerable<object> ReadOnceAsync(
        string runId, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await client.OpenEventStreamAsync(runId, after, cancellation);
        yield return response.StatusCode == HttpStatusCode.NoContent ? NothingToCome : Connected;
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = time.CreateTimer(
            _ => silence.Cancel(), null, options.SilenceLimit, Timeout.InfiniteTimeSpan);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(silence.Token))
        {
            timer.Change(options.SilenceLimit, Timeout.InfiniteTimeSpan);
            if (Parse(item.Data) is { } parsed)
            {
                yield return parsed;
            }
        }
    }

    private static RunEvent? Parse(string data)
    {
        if (data.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(data, SwarmJsonContext.Default.RunEvent);
        }
        catch (JsonException)
        {
            // A line torn off by a dying control plane; the sequence will show the gap.
            return null;
        }
    }
}
