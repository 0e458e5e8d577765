using Swarm.Durable.Sqlite;
using Swarm.Embedded.Queues;
using Swarm.Embedded.Storage;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded;

/// <summary>What a caller was told is on disk, whatever moment the process is killed at.</summary>
public sealed class KillTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();
    private readonly DataFolder _folder = new();
    private readonly SqliteDatabase _database;

    public KillTests() => _database = Open(_folder);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_sent_message_is_there_and_a_deleted_one_is_not()
    {
        var queues = new EmbeddedQueues(_database, _clock);
        await queues.SendAsync("work", "deleted");
        var message = (await queues.ReceiveAsync("work", 1, Minute))[0];
        await queues.DeleteAsync("work", message.MessageId, message.PopReceipt);
        await queues.SendAsync("work", "sent");

        using var left = _folder.AfterKill();
        await using var database = Open(left);
        _clock.Advance(Minute);
        var received = await new EmbeddedQueues(database, _clock).ReceiveAsync("work", 32, Minute);

        Assert.Equal("sent", Assert.Single(received).Body);
    }

    [Fact]
    public async Task A_received_message_stays_invisible_for_its_time_and_then_comes_back()
    {
        var queues = new EmbeddedQueues(_database, _clock);
        await queues.SendAsync("work", "taken");
        await queues.ReceiveAsync("work", 1, Minute);

        using var left = _folder.AfterKill();
        await using var database = Open(left);
        var after = new EmbeddedQueues(database, _clock);
        var early = await after.ReceiveAsync("work", 1, Minute);
        _clock.Advance(Minute);
        var late = await after.ReceiveAsync("work", 1, Minute);

        Assert.Empty(early);
        Assert.Equal(2, Assert.Single(late).DequeueCount);
    }

    [Fact]
    public async Task A_transaction_is_there_as_a_whole()
    {
        var table = new TableServiceClient(new SqliteTableStore(_database, _clock)).GetTableClient("Runs");
        await table.CreateAsync();
        await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("run", "a")),
            new(TableTransactionActionType.Add, new TableEntity("run", "b")),
        ]);

        using var left = _folder.AfterKill();
        await using var database = Open(left);
        table = new TableServiceClient(new SqliteTableStore(database, _clock)).GetTableClient("Runs");
        var entities = await table.QueryAsync<TableEntity>("PartitionKey eq 'run'").ToListAsync();

        Assert.Equal(["a", "b"], entities.Select(entity => entity.RowKey));
    }

    private static SqliteDatabase Open(DataFolder folder) =>
        SqliteDatabase.Open(new SqliteDatabaseOptions { Path = folder.DatabasePath });
}
