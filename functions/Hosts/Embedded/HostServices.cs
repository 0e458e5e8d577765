using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Security;

namespace Swarm.Functions.Hosts.Embedded;

/// <summary>What the embedded host brings beside its own services.</summary>
internal static class HostServices
{
    public static FunctionsApplicationBuilder AddHost(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IAdminKeySource>(new AdminKeyFile(DataFolder.Of(builder.Configuration)));
        return builder;
    }
}
