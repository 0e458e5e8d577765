using Microsoft.Extensions.Configuration;
using Swarm.Functions.Security;

namespace Swarm.Functions.Hosts.Azure;

/// <summary>The admin key from the app setting SWARM_ADMIN_KEY, which in Azure refers to a Key Vault secret.</summary>
internal sealed class AdminKeySetting(IConfiguration configuration) : IAdminKeySource
{
    public Task<string?> GetAsync(CancellationToken cancellation) =>
        Task.FromResult(configuration["SWARM_ADMIN_KEY"] is { Length: > 0 } key ? key : null);
}
