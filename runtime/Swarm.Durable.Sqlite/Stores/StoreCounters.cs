namespace Swarm.Durable.Sqlite.Stores;

/// <summary>
/// Numbers for instances and messages, never given twice. They are counted in memory on the committer's thread and
/// saved with the request that took them; one that is rolled back leaves a gap.
/// </summary>
internal sealed class StoreCounters
{
    private long _savedKey;
    private long _savedMessage;
    private long _lastKey;

    internal StoreCounters(SqliteDatabase database)
    {
        const string Sql = "SELECT last_key, last_message FROM durable_counters WHERE id = 1";
        (_lastKey, LastMessage) = database.Read(session =>
        {
            SqliteStatement select = session.Prepare(Sql);
            select.Step();
            return (select.GetInt64(0), select.GetInt64(1));
        });
        _savedKey = _lastKey;
        _savedMessage = LastMessage;
    }

    internal long LastMessage { get; private set; }

    internal long NextKey() => ++_lastKey;

    internal long NextMessage() => ++LastMessage;

    internal void Save(SqliteSession session)
    {
        if (_savedKey == _lastKey && _savedMessage == LastMessage)
        {
            return;
        }

        session
            .Prepare("UPDATE durable_counters SET last_key = ?1, last_message = ?2 WHERE id = 1")
            .Bind(1, _lastKey)
            .Bind(2, LastMessage)
            .Execute();
        _savedKey = _lastKey;
        _savedMessage = LastMessage;
    }
}
