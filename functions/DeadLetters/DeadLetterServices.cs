using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.DeadLetters;

internal static class DeadLetterServices
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services)
    {
        services.AddOptions<DeadLetterOptions>().ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<DeadLetterStore>()
            .AddSingleton<DeadLetterParking>()
            .AddSingleton<DeadLetterSettling>();
    }
}
