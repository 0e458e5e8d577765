namespace Swarm.Durable.Sqlite;

/// <summary>How a database is opened.</summary>
public sealed class SqliteDatabaseOptions
{
    /// <summary>The path of the database file; it is created if it is not there. Its folder must exist.</summary>
    public required string Path { get; init; }

    /// <summary>How many connections read at the same time at most.</summary>
    /// <value>4 by default, at least 1. A further reader waits for a free one.</value>
    public int MaxReaders { get; init; } = 4;

    /// <summary>How many write requests wait at most; a further one waits outside.</summary>
    /// <value>4,096 by default, at least 1.</value>
    public int MaxQueuedWrites { get; init; } = 4_096;

    /// <summary>How many bytes the large write requests that wait have together; a further one waits outside.</summary>
    /// <value>64 MiB by default, at least 1. Requests under 64 KiB do not count: their number is limited.</value>
    public long MaxQueuedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many write requests one transaction holds at most.</summary>
    /// <value>512 by default, at least 1.</value>
    public int MaxWritesPerCommit { get; init; } = 512;

    /// <summary>After how many pages of write-ahead log they are moved into the database file.</summary>
    /// <value>2,000 by default (8 MB), at least 1.</value>
    public int CheckpointPages { get; init; } = 2_000;

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new InvalidOperationException($"The option {nameof(Path)} is empty.");
        }

        DemandAtLeastOne(MaxReaders, nameof(MaxReaders));
        DemandAtLeastOne(MaxQueuedWrites, nameof(MaxQueuedWrites));
        DemandAtLeastOne(MaxQueuedBytes, nameof(MaxQueuedBytes));
        DemandAtLeastOne(MaxWritesPerCommit, nameof(MaxWritesPerCommit));
        DemandAtLeastOne(CheckpointPages, nameof(CheckpointPages));
    }

    private static void DemandAtLeastOne(long value, string option)
    {
        if (value < 1)
        {
            throw new InvalidOperationException($"The option {option} is {value}; it must be at least 1.");
        }
    }
}
