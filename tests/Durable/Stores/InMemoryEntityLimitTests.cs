using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Stores;

public sealed class InMemoryEntityLimitTests : EntityLimitContract
{
    public override ValueTask InitializeAsync()
    {
        Store = new InMemoryDurableStore();
        return ValueTask.CompletedTask;
    }
}
