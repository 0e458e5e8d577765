namespace Swarm.Core.Queues;

/// <summary>What happened in a queue lately: counts of the last minute and of the last five.</summary>
/// <param name="Enqueued">Pointers sent.</param>
/// <param name="Claimed">Work items claimed by them.</param>
/// <param name="Finished">Work items of those that were reported.</param>
/// <param name="WaitP50">What half of the claims of the last five minutes waited at most; null without claims.</param>
/// <param name="WaitP95">What 95 of 100 waited at most.</param>
public sealed record QueueFigures(
    (int LastMinute, int LastFiveMinutes) Enqueued,
    (int LastMinute, int LastFiveMinutes) Claimed,
    (int LastMinute, int LastFiveMinutes) Finished,
    TimeSpan? WaitP50,
    TimeSpan? WaitP95);
