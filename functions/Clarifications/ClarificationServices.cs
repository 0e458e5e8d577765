using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Clarifications;

internal static class ClarificationServices
{
    public static IServiceCollection AddClarifications(this IServiceCollection services)
    {
        services
            .AddOptions<ClarificationOptions>()
            .Configure<IConfiguration>(ClarificationSettings.Read)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services
            .AddSingleton<ClarificationStore>()
            .AddSingleton<ClarificationAsking>()
            .AddSingleton<ClarificationSettling>();
    }
}
