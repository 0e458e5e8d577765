using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Snapshots;

internal static class SnapshotServices
{
    public static IServiceCollection AddSnapshots(this IServiceCollection services) =>
        services.AddSingleton<SnapshotKeeping>();
}
