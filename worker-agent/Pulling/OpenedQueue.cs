using Swarm.Contracts.Queues;
using Swarm.WorkerAgent.Signals;

namespace Swarm.WorkerAgent.Pulling;

/// <summary>
/// A queue that this worker reads itself, and when it is worth a look: after each look that found nothing, ever later.
/// </summary>
internal sealed class OpenedQueue(OpenQueue open, Random random)
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LongestPauseOfOwn = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly Backoff backoff = new(
        random, FirstPause, open.Queue.Source == PullSource.Worker ? LongestPauseOfOwn : LongestPause);

    public PullQueue Queue => open.Queue;

    public Uri Address => open.Address;

    public DateTimeOffset DueAt { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>It was empty.</summary>
    public void Rest(DateTimeOffset now) => DueAt = now + backoff.Next();

    /// <summary>There is work about.</summary>
    public void Wake()
    {
        backoff.Reset();
        DueAt = DateTimeOffset.MinValue;
    }
}
