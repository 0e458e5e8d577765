using Swarm.Contracts.Queues;
using Swarm.Functions.Queues;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The real queues behind a crash point.</summary>
internal sealed class CrashingQueues(IWorkQueues inner, CrashPoint crash, bool countsReceives = false) : IWorkQueues
{
    public Task SendAsync(string queue, string body, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.SendAsync(queue, body, cancellation);
    }

    public async Task<QueueDelivery?> ReceiveAsync(
        IReadOnlyList<string> queues, TimeSpan invisible, TimeSpan wait, CancellationToken cancellation)
    {
        var delivery = await inner.ReceiveAsync(queues, invisible, wait, cancellation);
        if (countsReceives && delivery is not null)
        {
            // It is hidden already: nobody hears of it until it is visible again.
            crash.BeforeWrite();
        }

        return delivery;
    }

    public Task DeleteAsync(QueueReceipt receipt, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.DeleteAsync(receipt, cancellation);
    }

    public Task<QueueReceipt?> HideAsync(
        QueueReceipt receipt, TimeSpan invisible, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.HideAsync(receipt, invisible, cancellation);
    }

    public Task RemoveAsync(string queue, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.RemoveAsync(queue, cancellation);
    }

    public Task<QueueDepth> MeasureAsync(string queue, CancellationToken cancellation) =>
        inner.MeasureAsync(queue, cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, int max, CancellationToken cancellation) =>
        inner.ListAsync(prefix, max, cancellation);

    public Uri? Share(string queue, DateTimeOffset endsAt) => inner.Share(queue, endsAt);
}
