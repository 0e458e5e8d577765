namespace Swarm.Tests.Durable.Stores;

public sealed class InMemoryEntityLimitTests() : EntityLimitContract(StoreUnderTest.InMemory());
