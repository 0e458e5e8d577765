using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Swarm.Core.Ids;

namespace Swarm.Functions.Storage;

internal static class StorageServices
{
    /// <summary>The tables; the host brings the <see cref="TableServiceClient"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new UlidGenerator(provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<SwarmTables>().AddSingleton<Projections>();
    }
}
