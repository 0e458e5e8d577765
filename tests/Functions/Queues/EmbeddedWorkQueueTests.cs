using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Swarm.Embedded.Configuration;
using Swarm.Functions;
using Swarm.Functions.Hosts.Embedded;
using Swarm.Functions.Queues;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Queues;

/// <summary>The queues of the embedded host, as the app gets them.</summary>
public sealed class EmbeddedWorkQueueTests : WorkQueueContract, IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly IHost _host;

    public EmbeddedWorkQueueTests()
    {
        var builder = Program.CreateBuilder([]);
        builder.Services.Configure<EmbeddedHostOptions>(options => options.DataFolder = _folder.Path);
        _host = builder.Build();
    }

    protected override IWorkQueues Queues => _host.Services.GetRequiredService<IWorkQueues>();

    [Fact]
    public void They_are_the_default() => Assert.IsType<EmbeddedWorkQueues>(Queues);

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }
}
