using System.Text.Json;
using Swarm.Cli.Api;
using Swarm.Cli.Events;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Logs;

/// <summary>
/// The lines of a run's work items, each once. Its history tells which there are, those of earlier tries and iterations
/// included.
/// </summary>
internal sealed class RunLogs(SwarmClient client, TimeProvider time, string runId, string? node, LogLines lines)
    : IDisposable
{
    /// <summary>How many work items may have a request open at once.</summary>
    private const int MaxRequests = 16;
    private const int EventsPerPage = 200;
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly FeedOptions feed = new();
    private readonly Dictionary<string, long> places = [];
    private readonly SemaphoreSlim requests = new(MaxRequests);
    private int following;

    /// <summary>Writes what there is by now.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        for (long? after = 0; after is not null;)
        {
            var route = $"{SwarmClient.WithId(ApiRoutes.RunEvents, runId)}?after={after}&limit={EventsPerPage}";
            var page = await client.GetAsync(route, SwarmJsonContext.Default.ListPageRunEvent, cancellation);
            foreach (var source in page.Items.Select(SourceOf).OfType<LogSource>())
            {
                while (await ReadPageAsync(source, TimeSpan.Zero, cancellation) is { HasLines: true })
                {
                }
            }

            after = page.NextCursor is { } next ? long.Parse(next) : null;
        }
    }

    /// <summary>Writes what there is and what comes, up to the end of the run.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tails = new Dictionary<string, Task>();
        try
        {
            await foreach (var told in new RunEventFeed(client, time, feed).ReadAsync(runId, stop.Token))
            {
                if (SourceOf(told) is { } source)
                {
                    // A work item that begins again, as its worker was lost, is read on by the same hand.
                    var before = tails.GetValueOrDefault(source.WorkItemId, Task.CompletedTask);
                    tails[source.WorkItemId] = FollowAsync(source, before, stop.Token);
                }
            }

            await Task.WhenAll(tails.Values);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tails.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => requests.Dispose();

    private LogSource? SourceOf(RunEvent told) =>
        told.Type == RunEventTypes.NodeStarted
        && told.Node is { } path
        && (node is null || node == path)
        && told.Data is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("workItemId", out var id)
            ? new LogSource(id.GetString()!, path, told.Iteration ?? 1)
            : null;

    private async Task FollowAsync(LogSource source, Task before, CancellationToken cancellation)
    {
        await before;
        Interlocked.Increment(ref following);
        try
        {
            var answeredAt = time.GetTimestamp();
            for (var isEnd = false; !isEnd;)
            {
                try
                {
                    var wait = Volatile.Read(ref following) > MaxRequests ? ShortWait : LongWait;
                    isEnd = (await ReadPageAsync(source, wait, cancellation)).IsEnd;
                    answeredAt = time.GetTimestamp();
                }
                catch (Exception e) when (
                    (e is ControlPlaneUnreachableException || e is ApiException { IsPassing: true })
                    && time.GetElapsedTime(answeredAt) < feed.AbsenceLimit)
                {
                    await Task.Delay(Pause, time, cancellation);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref following);
        }
    }

    private async Task<(bool HasLines, bool IsEnd)> ReadPageAsync(
        LogSource source, TimeSpan wait, CancellationToken cancellation)
    {
        long after;
        lock (places)
        {
            after = places.GetValueOrDefault(source.WorkItemId);
        }

        await requests.WaitAsync(cancellation);
        try
        {
            var page = await client.GetLogsAsync(runId, source.WorkItemId, after, cancellation, wait);
            lines.Write(source, page.Lines);
            lock (places)
            {
                places[source.WorkItemId] = page.Next;
            }

            return (page.Lines.Count > 0, page.IsEnd);
        }
        finally
        {
            requests.Release();
        }
    }
}
