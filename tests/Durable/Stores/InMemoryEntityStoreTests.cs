namespace Swarm.Tests.Durable.Stores;

public sealed class InMemoryEntityStoreTests() : EntityStoreContract(StoreUnderTest.InMemory());
