using Swarm.Contracts.Queues;
using Swarm.Functions.Http;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Queues;

/// <summary>Lets workers read their queues themselves where the queues are a storage account's.</summary>
public sealed class QueueOpening(IWorkQueues queues, PoisonQueues poison, WorkerStore workers, TimeProvider time)
{
    /// <summary>How long a worker can use what it was given; nobody can take it back before.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Addresses of the worker's queues; null when they are reached through the control plane alone.</summary>
    public async Task<OpenQueuesResponse?> OpenAsync(
        string workerId, OpenQueuesRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var errors = new FieldErrors();
        WorkerRules.CheckTools(request.Tools, errors);
        errors.ThrowIfAny();
        var worker = await workers.FindAsync(workerId, cancellation);
        var endsAt = time.GetUtcNow() + Lifetime;
        var open = new List<OpenQueue>();
        foreach (var queue in WorkerQueues.Of(worker?.Document, request.Tools))
        {
            if (queues.Share(queue.Name, endsAt) is not { } address)
            {
                return null;
            }

            open.Add(new OpenQueue(queue, address));
        }

        return new OpenQueuesResponse
        {
            Queues = open,
            ValidFor = Lifetime,
            Invisible = WorkItemPolling.Invisible,
            MaxTakes = PoisonQueues.MaxTakes,
        };
    }

    /// <summary>Sets a message aside that a worker took and cannot use.</summary>
    public async Task SetAsideAsync(string workerId, SetAsideRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var receipt = QueueReceipt.Decode(request.Receipt);
        var worker = await workers.FindAsync(workerId, cancellation);
        new FieldErrors()
            .Require(
                receipt is not null && WorkerQueues.MayRead(worker?.Document, receipt.Queue),
                "/receipt",
                "Give the receipt of a message of one of your queues.")
            .Require(MessageRules.IsBody(request.Body), "/body", "Give the message as it was.")
            .ThrowIfAny();
        await poison.MoveAsync(new QueueDelivery(request.Body, receipt!, request.Takes), cancellation);
    }
}
