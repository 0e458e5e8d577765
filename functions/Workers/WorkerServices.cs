using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Workers;

internal static class WorkerServices
{
    public static IServiceCollection AddWorkers(this IServiceCollection services) =>
        services
            .AddSingleton<WorkerStore>()
            .AddSingleton<WorkerKeys>()
            .AddSingleton<JoinTokens>()
            .AddSingleton<WorkerJoining>()
            .AddSingleton<ActiveWorkStore>()
            .AddSingleton<WorkerHeartbeats>()
            .AddSingleton<WorkerChanging>()
            .AddSingleton<WorkerReadiness>()
            .AddSingleton<CancelSignals>()
            .AddSingleton<WorkerControl>();
}
