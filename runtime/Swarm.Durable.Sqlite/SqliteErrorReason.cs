namespace Swarm.Durable.Sqlite;

/// <summary>Why SQLite refused, as far as people can do something about it.</summary>
public enum SqliteErrorReason
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>There is no room on the disk.</summary>
    DiskFull,

    /// <summary>The file is no database, or is damaged.</summary>
    NoDatabase,

    /// <summary>The file or its folder cannot be opened or written.</summary>
    NotWritable,
}
