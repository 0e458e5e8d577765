using Swarm.Contracts.Queues;

namespace Swarm.Functions.Queues;

/// <summary>
/// The queues that pointers to work travel in. Messages never expire, come at least once, and come back unless they are
/// deleted; their order is a hint. A queue needs no creating.
/// </summary>
public interface IWorkQueues
{
    /// <summary>Sends a message.</summary>
    /// <param name="queue">A name that storage accounts allow.</param>
    /// <param name="body">At most <see cref="MessageRules.BodyMaxBytes"/>.</param>
    /// <param name="cancellation">Gives up; the message may have been sent all the same.</param>
    /// <exception cref="ArgumentException">The name breaks the rules, or the message is too long.</exception>
    Task SendAsync(string queue, string body, CancellationToken cancellation);

    /// <summary>Takes a message from the first queue that has one, and hides it from others for a while.</summary>
    /// <param name="queues">The queues, the most important first; at least one.</param>
    /// <param name="invisible">How long nobody else sees the message.</param>
    /// <param name="wait">How long to wait for one; zero looks once.</param>
    /// <param name="cancellation">Ends the wait; a message that was taken is returned all the same.</param>
    /// <returns>Null when none came.</returns>
    Task<QueueDelivery?> ReceiveAsync(
        IReadOnlyList<string> queues, TimeSpan invisible, TimeSpan wait, CancellationToken cancellation);

    /// <summary>Deletes a message; one that is gone or was taken by another since is left alone.</summary>
    Task DeleteAsync(QueueReceipt receipt, CancellationToken cancellation);

    /// <summary>
    /// Hides a message that was taken for another while, from now on. Only whoever took it last can do that, so it
    /// proves that the queue has really delivered this message to the holder of the receipt.
    /// </summary>
    /// <returns>The receipt from now on; null when the message is gone, or was taken by another since.</returns>
    Task<QueueReceipt?> HideAsync(QueueReceipt receipt, TimeSpan invisible, CancellationToken cancellation);

    /// <summary>Removes a queue with all that is in it; one that is not there is as good as removed.</summary>
    Task RemoveAsync(string queue, CancellationToken cancellation);

    /// <summary>What waits in a queue; nothing in one that nobody ever sent to.</summary>
    Task<QueueDepth> MeasureAsync(string queue, CancellationToken cancellation);

    /// <summary>The queues that hold messages, and perhaps some that are empty, by name.</summary>
    /// <param name="prefix">How the names begin.</param>
    /// <param name="max">How many to tell at most.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<string>> ListAsync(string prefix, int max, CancellationToken cancellation);

    /// <summary>
    /// Where others can take and delete messages of a queue by themselves, with a signature that lets them do nothing
    /// else; null when that cannot be had.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="endsAt">When the signature ends.</param>
    Uri? Share(string queue, DateTimeOffset endsAt);
}
