using System.Text.Json;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Json;
using Swarm.Contracts.Queues;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Pulling;

/// <summary>
/// Reads the worker's storage queues without the control plane, which opens them for an hour at a time. When they
/// cannot be read, or nobody opens them, it says so and asks again later; the caller polls the control plane meanwhile.
/// </summary>
internal sealed class QueuePulling(
    ControlPlaneClient client,
    QueueReader reader,
    SeededRandom random,
    TimeProvider time,
    ILogger log)
{
    /// <summary>How long before their end addresses are renewed.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(10);

    /// <summary>How soon a control plane that opens no queues is asked again.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(10);

    private readonly Backoff closedFor = new(random.Create(), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));
    private readonly Random pauses = random.Create();
    private OpenQueuesResponse? opened;
    private IReadOnlyList<string> openedFor = [];
    private Dictionary<string, OpenedQueue> queues = [];
    private DateTimeOffset renewAt = DateTimeOffset.MinValue;
    private DateTimeOffset endsAt;
    private volatile bool reconsiders;

    /// <summary>
    /// Counted from an instant of its own: a clock that is set back by hours must not make it wait for hours.
    /// </summary>
    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + time.GetElapsedTime(0);

    /// <summary>Whether the queues are open to this worker now, after asking for it if it is time to.</summary>
    /// <param name="tools">The tools that it can run now: pointers to other work are not for it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> TryOpenAsync(IReadOnlyList<string> tools, CancellationToken cancellation)
    {
        var now = Now;
        if (reconsiders)
        {
            reconsiders = false;
            renewAt = now;
        }

        if (opened is not null && !openedFor.SequenceEqual(tools))
        {
            opened = null;
            renewAt = now;
        }

        if (now >= renewAt)
        {
            await AskAsync(tools, now, cancellation);
        }

        return opened is not null && now < endsAt;
    }

    /// <summary>
    /// Looks once into each queue that is due; with nothing there it waits until the next one is. Null if nothing was
    /// found, or if the queues had to be given up.
    /// </summary>
    public async Task<WorkItemPointer?> PullAsync(long turn, CancellationToken cancellation)
    {
        try
        {
            foreach (var queue in PullOrder.At(turn, [.. queues.Values.Select(queue => queue.Queue)]))
            {
                if (await LookAsync(queues[queue.Name], cancellation) is { } pointer)
                {
                    return pointer;
                }
            }
        }
        catch (StorageException e)
        {
            var wait = closedFor.Next();
            opened = null;
            renewAt = Now + wait;
            Logs.QueuesGivenUp(log, wait.TotalSeconds, e.Message);
            return null;
        }

        var pause = queues.Values.Min(queue => queue.DueAt) - Now;
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, cancellation);
        }

        return null;
    }

    /// <summary>
    /// Asks for the addresses again, and looks into the queues at once: they may have ended while this machine slept,
    /// and its own time stood still.
    /// </summary>
    public void Reconsider() => reconsiders = true;

    private async Task AskAsync(IReadOnlyList<string> tools, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var answer = await client.OpenQueuesAsync(new OpenQueuesRequest { Tools = tools }, cancellation);
            opened = answer;
            openedFor = tools;
            renewAt = now + AskAgain;
            if (answer is not null)
            {
                renewAt = now + (answer.ValidFor > 2 * RenewBefore ? answer.ValidFor - RenewBefore : RenewBefore);
                endsAt = now + answer.ValidFor;
                queues = answer.Queues.ToDictionary(queue => queue.Queue.Name, queue => new OpenedQueue(queue, pauses));
                Logs.QueuesOpened(log, queues.Count, answer.ValidFor.TotalMinutes);
            }
        }
        catch (ControlPlaneException e) when (!e.IsUnauthenticated)
        {
            // What is open stays so until its own end.
            var wait = closedFor.Next();
            renewAt = now + wait;
            Logs.RetryLater(log, "opening queues", wait.TotalSeconds, e.Message);
        }
    }

    private async Task<WorkItemPointer?> LookAsync(OpenedQueue queue, CancellationToken cancellation)
    {
        while (queue.DueAt <= Now)
        {
            var message = await reader.TakeAsync(queue.Address, opened!.Invisible, cancellation);
            closedFor.Reset();
            if (message is null)
            {
                queue.Rest(Now);
                return null;
            }

            foreach (var other in queues.Values)
            {
                other.Wake();
            }

            var receipt = new QueueReceipt(queue.Queue.Name, message.Id, message.PopReceipt).Encode();
            if (message.Takes <= opened.MaxTakes && Pointer(message.Body) is { } pointer)
            {
                return new WorkItemPointer(pointer.RunId, pointer.WorkItemId, receipt);
            }

            await SetAsideAsync(queue, new SetAsideRequest(receipt, message.Body, message.Takes), cancellation);
        }

        return null;
    }

    private async Task SetAsideAsync(OpenedQueue queue, SetAsideRequest request, CancellationToken cancellation)
    {
        try
        {
            await client.SetAsideAsync(request, cancellation);
        }
        catch (ControlPlaneException e) when (!e.IsUnauthenticated)
        {
            // It comes back by itself after a while, to us or to another.
            Logs.SetAsideFailed(log, queue.Queue.Name, e.Message);
        }
    }

    private static WorkPointer? Pointer(string body)
    {
        try
        {
            var pointer = JsonSerializer.Deserialize(body, SwarmJsonContext.Default.WorkPointer);
            return pointer is { RunId.Length: > 0, WorkItemId.Length: > 0 } ? pointer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
