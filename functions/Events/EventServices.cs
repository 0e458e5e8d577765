using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Events;

internal static class EventServices
{
    public static IServiceCollection AddEvents(this IServiceCollection services) =>
        services
            .AddSingleton<RunEventSignals>()
            .AddSingleton<RunTransactions>()
            .AddSingleton<RunEventReader>()
            .AddSingleton(new RunEventStreamOptions());
}
