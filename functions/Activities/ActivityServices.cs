using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Activities;

internal static class ActivityServices
{
    public static IServiceCollection AddActivities(this IServiceCollection services) =>
        services
            .AddSingleton<RunLifecycle>()
            .AddSingleton<GraphReader>()
            .AddSingleton<ProgressRecorder>()
            .AddSingleton<NodeDispatch>()
            .AddSingleton<NodeCancelling>()
            .AddSingleton<WorkValues>()
            .AddSingleton<KeptCorrections>()
            .AddSingleton<KeptResults>()
            .AddSingleton<MixtureDeciding>()
            .AddSingleton<Planning>()
            .AddSingleton<PlanTelling>()
            .AddSingleton<PlanFallbacks>();
}
