using Microsoft.Extensions.Hosting;

namespace Swarm.Functions.Security;

/// <summary>Sees to it at start-up that the admin key works.</summary>
internal sealed class AdminKeyStartup(IAdminKeySource source, ApiKeys keys) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await source.GetAsync(cancellationToken) is { } key)
        {
            await keys.EnsureAdminAsync(key, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
