namespace Swarm.Tests.Durable.Stores;

public sealed class InMemoryStoreTests() : StoreContract(StoreUnderTest.InMemory());
