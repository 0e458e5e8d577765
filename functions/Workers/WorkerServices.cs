using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Pending;

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
            .AddSingleton<WorkerQueueRemoval>()
            .AddSingleton<IPendingHandler>(services => services.GetRequiredService<WorkerQueueRemoval>())
            .AddSingleton<WorkerReadiness>()
            .AddSingleton<CancelSignals>()
            .AddSingleton<WorkerControl>();
}
