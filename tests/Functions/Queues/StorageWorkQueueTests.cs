using Microsoft.Extensions.Configuration;
using Swarm.Functions.Queues;
using Swarm.Functions.Queues.StorageQueues;
using Swarm.Functions.Storage;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Queues;

/// <summary>The queues of a storage account, against Azurite.</summary>
[Collection(AzuriteTests.Name)]
public sealed class StorageWorkQueueTests(Azurite azurite) : WorkQueueContract, IDisposable
{
    private readonly StorageWorkQueues _queues = new(Configure(azurite), TimeProvider.System);

    protected override IWorkQueues Queues => _queues;

    public void Dispose() => _queues.Dispose();

    [Fact]
    public async Task A_message_sent_by_another_process_is_found_although_nobody_told()
    {
        using var other = new StorageWorkQueues(Configure(azurite), TimeProvider.System);
        var queue = "contract-" + Guid.NewGuid().ToString("n");
        var wait = Queues.ReceiveAsync([queue], TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(60), default);

        await other.SendAsync(queue, "hello", default);

        Assert.Equal("hello", (await wait.WaitAsync(TimeSpan.FromSeconds(60)))!.Body);
    }

    private static IConfiguration Configure(Azurite azurite) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>(StorageAccount.Setting, azurite.ConnectionString)])
        .Build();
}
