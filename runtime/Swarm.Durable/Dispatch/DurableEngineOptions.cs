using Swarm.Durable.Converters;
using Swarm.Durable.Worker;

namespace Swarm.Durable.Dispatch;

/// <summary>How an engine works.</summary>
public sealed class DurableEngineOptions
{
    /// <summary>How many bytes the messages have at most that wait in memory for an entity.</summary>
    internal const long MaxBytesPerEntity = 16 * 1024 * 1024;

    /// <summary>How many orchestrators run their code at the same moment.</summary>
    /// <value>The number of processors by default, at least 1.</value>
    public int MaxConcurrentTurns { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>How many activities are under way at the same time.</summary>
    /// <value>256 by default, at least 1. Further ones wait in memory.</value>
    public int MaxConcurrentActivities { get; init; } = 256;

    /// <summary>How many instances that wait stay in memory; the least recently used leave first.</summary>
    /// <value>5,000 by default, at least 0. One that left is replayed when something comes for it.</value>
    public int MaxLiveInstances { get; init; } = 5_000;

    /// <summary>How many entities run operations at the same time.</summary>
    /// <value>64 by default, at least 1. Further ones wait in memory.</value>
    public int MaxConcurrentEntities { get; init; } = 64;

    /// <summary>How many entities that rest stay in memory; the least recently used leave first.</summary>
    /// <value>5,000 by default, at least 0. One that left is read again when something comes for it.</value>
    public int MaxLiveEntities { get; init; } = 5_000;

    /// <summary>How many operations an entity runs before it commits them together.</summary>
    /// <value>100 by default, at least 1.</value>
    public int MaxEntityOperationsPerTurn { get; init; } = 100;

    /// <summary>How many messages that wait for an entity are in memory; further ones stay in the store.</summary>
    /// <value>1,000 by default, at least 1. They have 16 MiB together at most; scheduled ones do not count.</value>
    public int MaxMessagesPerEntity { get; init; } = 1_000;

    /// <summary>How many messages one turn takes at most.</summary>
    /// <value>1,000 by default, at least 1.</value>
    public int MaxMessagesPerTurn { get; init; } = 1_000;

    /// <summary>How many characters an input, output, event or custom status may have as text.</summary>
    /// <value>4 Mi by default, at least 1.</value>
    public int MaxPayloadChars { get; init; } = 4 * 1024 * 1024;

    /// <summary>The version of instances that a client starts without one.</summary>
    /// <value>Empty by default: unversioned.</value>
    public string DefaultVersion { get; init; } = string.Empty;

    /// <summary>Which versions of orchestrations run here, and the version of sub-orchestrations without one.</summary>
    /// <value>Null by default: all run, and a sub-orchestration without a version gets <see cref="DefaultVersion"/>.
    /// </value>
    public DurableTaskWorkerOptions.VersioningOptions? Versioning { get; init; }

    /// <summary>Turns inputs, outputs and events into text and back.</summary>
    /// <value>JSON by default.</value>
    public DataConverter DataConverter { get; init; } = JsonDataConverter.Default;

    /// <summary>Whether every turn is repeated from its whole history before it is committed, and compared.</summary>
    /// <value>False by default: it is meant for tests, and takes time that grows with the history.</value>
    public bool ChecksReplay { get; init; }

    /// <summary>How long instances stay in the store after their end, with all that they started.</summary>
    /// <value>
    /// Null by default: until a client purges them. At least a minute. What a parent started stays as long as that.
    /// </value>
    public TimeSpan? Retention { get; init; }

    /// <summary>How long stopping waits for activities that are under way.</summary>
    /// <value>5 seconds by default. What has not ended by then runs again after the next start.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    internal void Validate()
    {
        DemandAtLeast(1, MaxConcurrentTurns, nameof(MaxConcurrentTurns));
        DemandAtLeast(1, MaxConcurrentActivities, nameof(MaxConcurrentActivities));
        DemandAtLeast(0, MaxLiveInstances, nameof(MaxLiveInstances));
        DemandAtLeast(1, MaxConcurrentEntities, nameof(MaxConcurrentEntities));
        DemandAtLeast(0, MaxLiveEntities, nameof(MaxLiveEntities));
        DemandAtLeast(1, MaxEntityOperationsPerTurn, nameof(MaxEntityOperationsPerTurn));
        DemandAtLeast(1, MaxMessagesPerEntity, nameof(MaxMessagesPerEntity));
        DemandAtLeast(1, MaxMessagesPerTurn, nameof(MaxMessagesPerTurn));
        DemandAtLeast(1, MaxPayloadChars, nameof(MaxPayloadChars));
        if (Retention < TimeSpan.FromMinutes(1))
        {
            throw new InvalidOperationException(
                $"The option {nameof(Retention)} is {Retention}; it must be at least a minute.");
        }
    }

    private static void DemandAtLeast(int minimum, int value, string option)
    {
        if (value < minimum)
        {
            throw new InvalidOperationException($"The option {option} is {value}; it must be at least {minimum}.");
        }
    }
}
