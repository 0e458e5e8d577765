using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Queues;
using Swarm.Functions.Workers;

namespace Swarm.Functions.WorkItems;

/// <summary>The long poll by which a worker with a free slot waits for work.</summary>
public sealed class WorkItemPolling(
    IWorkQueues queues, WorkerStore workers, IHostApplicationLifetime lifetime)
{
    public const int MaxWaitSeconds = 25;

    /// <summary>How long a pointer is hidden from other workers while the one that took it claims.</summary>
    public static readonly TimeSpan Invisible = TimeSpan.FromSeconds(30);

    /// <summary>A pointer, or null when the wait is over.</summary>
    public async Task<WorkItemPointer?> PollAsync(
        string workerId, PollRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var worker = await workers.FindAsync(workerId, cancellation);
        if (worker is null or { Document.SignedOff: true })
        {
            throw Problems.Conflict("This worker has signed off. Send a heartbeat before you ask for work.");
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        try
        {
            var names = request.Tools.Distinct(StringComparer.Ordinal).Select(QueueNames.OfTool).ToList();
            var wait = TimeSpan.FromSeconds(request.WaitSeconds);
            var delivery = await queues.ReceiveAsync(names, Invisible, wait, end.Token);
            return delivery is null ? null : Pointer(delivery);
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
        WorkerRules.CheckTools(request.Tools, errors);
        errors.ThrowIfAny();
    }

    private static WorkItemPointer Pointer(QueueDelivery delivery)
    {
        var pointer = JsonSerializer.Deserialize(delivery.Body, WorkItemsJsonContext.Default.WorkPointer)
            ?? throw new InvalidOperationException($"A message of queue '{delivery.Receipt.Queue}' is no pointer.");
        return new WorkItemPointer(pointer.RunId, pointer.WorkItemId, delivery.Receipt.Encode());
    }
}
