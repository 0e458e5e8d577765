using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Swarm.Contracts.Json;
using Swarm.Contracts.Queues;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Queues;
using Swarm.Functions.Workers;

namespace Swarm.Functions.WorkItems;

/// <summary>The long poll by which a worker with a free slot waits for work.</summary>
public sealed class WorkItemPolling(
    IWorkQueues queues,
    PoisonQueues poison,
    WorkerReadiness readiness,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    public const int MaxWaitSeconds = 25;

    /// <summary>How long a pointer is hidden from other workers while the one that took it claims.</summary>
    public static readonly TimeSpan Invisible = TimeSpan.FromSeconds(30);

    // Whose turn it is for workers that do not count; only a hint, so each process may have its own.
    private long _turn = -1;

    /// <summary>A pointer, or null when the wait is over.</summary>
    public async Task<WorkItemPointer?> PollAsync(
        string workerId, PollRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        try
        {
            var start = time.GetTimestamp();
            var wait = TimeSpan.FromSeconds(request.WaitSeconds);

            // Nothing is for a worker that is held back; an answer at once would only make it ask again.
            if (await readiness.WaitAsync(workerId, wait, end.Token) is not { } worker)
            {
                return null;
            }

            var readable = WorkerQueues.Of(worker, request.Tools);
            var turn = request.Turn ?? Interlocked.Increment(ref _turn);
            var names = PullOrder.At(turn, readable).Select(queue => queue.Name).ToList();
            return await ReceiveAsync(names, wait - time.GetElapsedTime(start), end.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The control plane stops; the worker asks again when it is back.
            return null;
        }
    }

    private static void Check(PollRequest request)
    {
        var errors = new FieldErrors().Require(
            request.WaitSeconds is >= 0 and <= MaxWaitSeconds,
            "/waitSeconds",
            $"Give a number from 0 to {MaxWaitSeconds}.");
        errors.Require(request.Turn is null or >= 0, "/turn", "Count from 0, or leave it out.");
        WorkerRules.CheckTools(request.Tools, errors);
        errors.ThrowIfAny();
    }

    private async Task<WorkItemPointer?> ReceiveAsync(
        IReadOnlyList<string> names, TimeSpan wait, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var left = wait - time.GetElapsedTime(start);
            var delivery = await queues.ReceiveAsync(
                names, Invisible, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
            if (delivery is null)
            {
                return null;
            }

            if (!PoisonQueues.IsPoison(delivery) && Pointer(delivery) is { } pointer)
            {
                return pointer;
            }

            // It would come back for ever and stand in the way of the pointers behind it.
            await poison.MoveAsync(delivery, cancellation);
        }
    }

    /// <summary>What the message says; null when it is not one of ours.</summary>
    private static WorkItemPointer? Pointer(QueueDelivery delivery)
    {
        try
        {
            var pointer = JsonSerializer.Deserialize(delivery.Body, SwarmJsonContext.Default.WorkPointer);
            return pointer is { RunId.Length: > 0, WorkItemId.Length: > 0 }
                ? new WorkItemPointer(pointer.RunId, pointer.WorkItemId, delivery.Receipt.Encode())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
