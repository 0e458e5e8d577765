using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Scopes;

internal static class ScopeServices
{
    public static IServiceCollection AddScopes(this IServiceCollection services) =>
        services
            .AddSingleton<ScopeReader>()
            .AddSingleton<ScopeStore>()
            .AddSingleton<NodeCorrections>()
            .AddSingleton<ItemLists>()
            .AddSingleton<NodeResultStore>()
            .AddSingleton<OutputReader>()
            .AddSingleton<PlanReports>()
            .AddSingleton<NodeContexts>()
            .AddSingleton<ScopeOpening>()
            .AddSingleton<FanOutOpening>();
}
