namespace Swarm.Tests.Durable.Stores;

public sealed class SqliteRewindStoreTests() : RewindStoreContract(StoreUnderTest.OnSqlite());
