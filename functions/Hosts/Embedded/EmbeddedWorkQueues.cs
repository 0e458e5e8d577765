using Swarm.Contracts.Queues;
using Swarm.Embedded.Queues;
using Swarm.Functions.Queues;

namespace Swarm.Functions.Hosts.Embedded;

/// <summary>The queues of the embedded host: a waiting receiver wakes the moment that a message is visible.</summary>
internal sealed class EmbeddedWorkQueues(EmbeddedQueues queues) : IWorkQueues
{
    public Task SendAsync(string queue, string body, CancellationToken cancellation) =>
        queues.SendAsync(queue, body, cancellation: cancellation);

    public async Task<QueueDelivery?> ReceiveAsync(
        IReadOnlyList<string> names, TimeSpan invisible, TimeSpan wait, CancellationToken cancellation)
    {
        var message = await queues.ReceiveFirstAsync(names, invisible, wait, cancellation);
        return message is null
            ? null
            : new QueueDelivery(
                message.Body,
                new QueueReceipt(message.Queue, message.MessageId, message.PopReceipt),
                message.DequeueCount);
    }

    public Task DeleteAsync(QueueReceipt receipt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return queues.DeleteAsync(receipt.Queue, receipt.MessageId, receipt.PopReceipt, cancellation);
    }

    public async Task<QueueReceipt?> HideAsync(
        QueueReceipt receipt, TimeSpan invisible, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var hidden = await queues.UpdateVisibilityAsync(
            receipt.Queue, receipt.MessageId, receipt.PopReceipt, invisible, cancellation);
        return hidden is null ? null : receipt with { PopReceipt = hidden };
    }

    public Task RemoveAsync(string queue, CancellationToken cancellation) => queues.ClearAsync(queue, cancellation);

    public Task<QueueDepth> MeasureAsync(string queue, CancellationToken cancellation)
    {
        var statistics = queues.GetStatistics(queue);
        return Task.FromResult(new QueueDepth(statistics.Depth, statistics.OldestAge));
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, int max, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. queues.List(prefix).Take(max)]);

    /// <summary>Nobody reaches them but through this process.</summary>
    public Uri? Share(string queue, DateTimeOffset endsAt) => null;
}
