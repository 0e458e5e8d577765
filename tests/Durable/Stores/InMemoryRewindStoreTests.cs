namespace Swarm.Tests.Durable.Stores;

public sealed class InMemoryRewindStoreTests() : RewindStoreContract(StoreUnderTest.InMemory());
