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
        var endsAt = time.GetUtcNow() + Lifetime;
        var open =
            from queue in WorkerQueues.Of(await FindAsync(workerId, cancellation), request.Tools)
            let address = queues.Share(queue.Name, endsAt)
            where address is not null
            select new OpenQueue(queue, address);
        var opened = open.ToList();
        return opened.Count == 0 ? null : new OpenQueuesResponse
        {
            Queues = opened,
            ValidFor = Lifetime,
            Invisible = WorkItemPolling.Invisible,
            MaxTakes = PoisonQueues.MaxTakes,
        };
    }

    /// <summary>
    /// Sets a message aside that a worker took and cannot use. Only whoever holds the message now can, so a worker adds
    /// no more to what people have to look at than the queues have delivered to it.
    /// </summary>
    public async Task SetAsideAsync(string workerId, SetAsideRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var receipt = QueueReceipt.Decode(request.Receipt);
        var worker = await FindAsync(workerId, cancellation);
        new FieldErrors()
            .Require(
                receipt is not null && WorkerQueues.MayRead(worker, receipt.Queue),
                "/receipt",
                "Give the receipt of a message of one of your queues.")
            .Require(MessageRules.IsBody(request.Body), "/body", "Give the message as it was.")
            .ThrowIfAny();
        var held = await queues.HideAsync(receipt!, WorkItemPolling.Invisible, cancellation)
            ?? throw Problems.Invalid("/receipt", "The message is gone, or another worker has taken it since.");
        await poison.MoveAsync(new QueueDelivery(request.Body, held, request.Takes), cancellation);
    }

    private async Task<WorkerDocument> FindAsync(string workerId, CancellationToken cancellation) =>
        (await workers.FindAsync(workerId, cancellation))?.Document
        ?? throw Problems.Conflict("This worker is not known (any more). Join again.");
}
