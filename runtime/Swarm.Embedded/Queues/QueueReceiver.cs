namespace Swarm.Embedded.Queues;

/// <summary>One who waits for a message of any of its queues.</summary>
/// <param name="queues">The queues, the preferred first.</param>
/// <param name="visibilityTimeout">How long the message is then invisible to others.</param>
internal sealed class QueueReceiver(IReadOnlyList<string> queues, TimeSpan visibilityTimeout)
{
    // Continuations run elsewhere: whoever hands out messages has others to serve.
    private readonly TaskCompletionSource<QueueMessage?> _told =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Queues => queues;

    /// <summary>Whether what was in its queues when it came is known.</summary>
    public bool HasLooked { get; set; }

    /// <summary>Counts those who came.</summary>
    public long Arrival { get; set; }

    public TimeSpan VisibilityTimeout => visibilityTimeout;

    /// <summary>The message; null when the wait was over.</summary>
    public Task<QueueMessage?> Told => _told.Task;

    /// <summary>False if it does not wait any more: then the message is still to be given to somebody.</summary>
    public bool TryTell(QueueMessage message) => _told.TrySetResult(message);

    public void GiveUp() => _told.TrySetResult(null);

    public void Fail(Exception failure) => _told.TrySetException(failure);
}
