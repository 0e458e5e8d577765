using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.WorkLogs;

internal static class WorkLogServices
{
    public static IServiceCollection AddWorkLogs(this IServiceCollection services)
    {
        services.AddOptions<WorkLogOptions>().ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<WorkLogSignals>()
            .AddSingleton<WorkLogStore>()
            .AddSingleton<WorkLogReading>();
    }
}
