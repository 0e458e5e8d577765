using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Sqlite;

namespace Swarm.Tests.Durable.Stores;

public sealed class SqliteEntityStoreTests() : EntityStoreContract(StoreUnderTest.OnSqlite())
{
    [Fact]
    public async Task A_file_from_before_there_were_entities_is_brought_up_to_date()
    {
        using var folder = new TemporaryFolder();
        await using SqliteDatabase database =
            SqliteDatabase.Open(new SqliteDatabaseOptions { Path = folder.DatabasePath });
        database.EnsureSchema(StoreSchema.Component, [StoreSchema.Steps[0]]);
        await database.WriteAsync(session => session
            .Prepare("UPDATE durable_counters SET last_key = 41, last_message = 7")
            .Execute());

        var store = new SqliteDurableStore(database);
        StoredMessage message = (await store.PostAsync("@counter@a", [1])).Message!;

        Assert.Equal((42L, 8L), (message.InstanceKey, message.Id));
        Assert.Equal(1, (await new SqliteDurableStore(database).FindEntityAsync("@counter@a", false))!.Backlog);
    }
}
