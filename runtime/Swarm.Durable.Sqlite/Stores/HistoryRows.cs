namespace Swarm.Durable.Sqlite.Stores;

/// <summary>History: one row a turn, those of one instance side by side.</summary>
internal static class HistoryRows
{
    private const int TurnBits = 24;

    /// <summary>The highest number of a turn that there is room for.</summary>
    internal const long MaxTurn = (1 << TurnBits) - 1;

    internal static void Insert(SqliteSession session, long key, int turn, byte[] events) => session
        .Prepare("INSERT INTO durable_history (position, events) VALUES (?1, ?2)")
        .Bind(1, (key << TurnBits) | (long)turn)
        .Bind(2, events)
        .Execute();

    internal static void RemoveAll(SqliteSession session, long key) => session
        .Prepare("DELETE FROM durable_history WHERE position BETWEEN ?1 AND ?2")
        .Bind(1, First(key))
        .Bind(2, Last(key))
        .Execute();

    internal static List<byte[]> Read(SqliteSession session, long key) => session
        .Prepare("SELECT events FROM durable_history WHERE position BETWEEN ?1 AND ?2 ORDER BY position")
        .Bind(1, First(key))
        .Bind(2, Last(key))
        .ReadAll(row => row.GetBytes(0));

    private static long First(long key) => key << TurnBits;

    private static long Last(long key) => (key << TurnBits) + (1 << TurnBits) - 1;
}
