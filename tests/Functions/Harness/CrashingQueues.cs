using Swarm.Functions.Queues;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The real queues behind a crash point.</summary>
internal sealed class CrashingQueues(IWorkQueues inner, CrashPoint crash) : IWorkQueues
{
    public Task SendAsync(string queue, string body, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.SendAsync(queue, body, cancellation);
    }

    public Task<QueueDelivery?> ReceiveAsync(
        IReadOnlyList<string> queues, TimeSpan invisible, TimeSpan wait, CancellationToken cancellation) =>
        inner.ReceiveAsync(queues, invisible, wait, cancellation);

    public Task DeleteAsync(QueueReceipt receipt, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.DeleteAsync(receipt, cancellation);
    }
}
