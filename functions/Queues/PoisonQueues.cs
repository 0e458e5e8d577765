using Microsoft.Extensions.Logging;
using Swarm.Core.Queues;

namespace Swarm.Functions.Queues;

/// <summary>
/// Sets messages aside that do no good where they are, for people to look at. A work item loses nothing by it: its row
/// sends another pointer after a while.
/// </summary>
public sealed class PoisonQueues(IWorkQueues queues, QueueActivity activity, ILogger<PoisonQueues> logger)
{
    /// <summary>How often a message may be taken without the claim that deletes it.</summary>
    public const int MaxTakes = 10;

    /// <summary>Whether a message has been taken too often.</summary>
    public static bool IsPoison(QueueDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return delivery.Takes > MaxTakes;
    }

    /// <summary>Moves a message to <c>{queue}-poison</c>. A crash in between leaves it in both.</summary>
    public async Task MoveAsync(QueueDelivery delivery, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var queue = delivery.Receipt.Queue;
        await queues.SendAsync(QueueNames.PoisonOf(queue), delivery.Body, cancellation);
        await queues.DeleteAsync(delivery.Receipt, cancellation);
        activity.Poisoned(queue);
        Logs.MessagePoisoned(logger, queue, delivery.Takes);
    }
}
