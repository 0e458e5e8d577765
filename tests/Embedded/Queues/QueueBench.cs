using Swarm.Durable.Sqlite;
using Swarm.Embedded.Queues;

namespace Swarm.Tests.Embedded.Queues;

/// <summary>The embedded queues on a database and a clock of their own.</summary>
internal sealed class QueueBench : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private SqliteDatabase _database;

    public QueueBench()
    {
        _database = Open();
        Queues = new EmbeddedQueues(_database, Clock);
    }

    public FakeClock Clock { get; } = new();

    public EmbeddedQueues Queues { get; private set; }

    /// <summary>Closes the database and opens it again, as another process would.</summary>
    public async Task RestartAsync()
    {
        await _database.DisposeAsync();
        _database = Open();
        Queues = new EmbeddedQueues(_database, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
}
