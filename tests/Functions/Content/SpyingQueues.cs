using System.Collections.Concurrent;
using Swarm.Contracts.Queues;
using Swarm.Functions.Queues;

namespace Swarm.Tests.Functions.Content;

/// <summary>The real queues, with a copy of all that was sent.</summary>
internal sealed class SpyingQueues(IWorkQueues inner, ConcurrentQueue<string> sent) : IWorkQueues
{
    public Task SendAsync(string queue, string body, CancellationToken cancellation)
    {
        sent.Enqueue(body);
        return inner.SendAsync(queue, body, cancellation);
    }

    public Task<QueueDelivery?> ReceiveAsync(
        IReadOnlyList<string> queues, TimeSpan invisible, TimeSpan wait, CancellationToken cancellation) =>
        inner.ReceiveAsync(queues, invisible, wait, cancellation);

    public Task DeleteAsync(QueueReceipt receipt, CancellationToken cancellation) =>
        inner.DeleteAsync(receipt, cancellation);

    public Task<QueueReceipt?> HideAsync(
        QueueReceipt receipt, TimeSpan invisible, CancellationToken cancellation) =>
        inner.HideAsync(receipt, invisible, cancellation);

    public Task RemoveAsync(string queue, CancellationToken cancellation) => inner.RemoveAsync(queue, cancellation);

    public Task<QueueDepth> MeasureAsync(string queue, CancellationToken cancellation) =>
        inner.MeasureAsync(queue, cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, int max, CancellationToken cancellation) =>
        inner.ListAsync(prefix, max, cancellation);

    public Uri? Share(string queue, DateTimeOffset endsAt) => inner.Share(queue, endsAt);
}
