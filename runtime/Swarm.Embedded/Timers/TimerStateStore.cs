using Swarm.Durable.Sqlite;

namespace Swarm.Embedded.Timers;

/// <summary>The states of the timers by function name.</summary>
internal sealed class TimerStateStore
{
    private const int SchemaVersion = 1;

    private const string Schema = """
        CREATE TABLE timer_states (
          function TEXT PRIMARY KEY,
          last INTEGER,
          next INTEGER NOT NULL,
          updated INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteDatabase _database;

    public TimerStateStore(SqliteDatabase database)
    {
        _database = database;
        database.EnsureSchema("timers", SchemaVersion, Schema);
    }

    public TimerState? Load(string function) => _database.Read(session =>
    {
        var statement = session
            .Prepare("SELECT last, next, updated FROM timer_states WHERE function = ?1")
            .Bind(1, function);
        return statement.Step()
            ? new TimerState(
                statement.IsNull(0) ? null : Instant(statement.GetInt64(0)),
                Instant(statement.GetInt64(1)),
                Instant(statement.GetInt64(2)))
            : null;
    });

    public Task SaveAsync(string function, TimerState state) => _database.WriteAsync(session => session
        .Prepare("INSERT OR REPLACE INTO timer_states (function, last, next, updated) VALUES (?1, ?2, ?3, ?4)")
        .Bind(1, function)
        .Bind(2, state.Last?.UtcTicks)
        .Bind(3, state.Next.UtcTicks)
        .Bind(4, state.UpdatedOn.UtcTicks)
        .Execute());

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
