namespace Swarm.Tests.Durable.Stores;

public sealed class SqliteEntityLimitTests() : EntityLimitContract(StoreUnderTest.OnSqlite());
