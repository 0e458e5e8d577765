using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Control;

internal static class ControlServices
{
    public static IServiceCollection AddControl(this IServiceCollection services) =>
        services
            .AddSingleton<RunPausing>()
            .AddSingleton<RunDirecting>()
            .AddSingleton<WorkDirecting>()
            .AddSingleton<RunEditing>()
            .AddSingleton<RunRetrying>()
            .AddSingleton<PausedNodes>()
            .AddSingleton<IPendingHandler, PauseRunPending>()
            .AddSingleton<IPendingHandler, ResumeRunPending>();
}
