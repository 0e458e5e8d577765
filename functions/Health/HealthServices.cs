using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Health;

internal static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services.AddSingleton<HealthChecks>();
}
