using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Locks;

internal static class LockServices
{
    public static IServiceCollection AddLocks(this IServiceCollection services) =>
        services
            .AddSingleton<LockSignals>()
            .AddSingleton<LockStore>()
            .AddSingleton<NodeLocking>()
            .AddSingleton<WorkLocking>()
            .AddSingleton<LockTaking>()
            .AddSingleton<LockSweep>();
}
