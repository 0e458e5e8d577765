using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Leases;

internal static class LeaseServices
{
    public static IServiceCollection AddLeases(this IServiceCollection services) =>
        services
            .AddSingleton<LeaseReleasing>()
            .AddSingleton<LeaseSweep>();
}
