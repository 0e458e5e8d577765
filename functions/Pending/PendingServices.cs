using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Pending;

internal static class PendingServices
{
    public static IServiceCollection AddPending(this IServiceCollection services) =>
        services
            .AddSingleton<PendingStore>()
            .AddSingleton<PendingSweep>();
}
