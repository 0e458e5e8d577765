namespace Swarm.Tests.Durable.Stores;

public sealed class SqliteStoreTests() : StoreContract(StoreUnderTest.OnSqlite());
