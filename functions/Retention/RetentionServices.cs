using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Retention;

internal static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>()
            .Configure<IConfiguration>(RetentionSettings.Read)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services.AddSingleton<RunRemoval>().AddSingleton<RetentionSweep>().AddSingleton<ListSweep>();
    }
}
