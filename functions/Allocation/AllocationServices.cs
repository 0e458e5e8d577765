using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Allocation;

internal static class AllocationServices
{
    public static IServiceCollection AddAllocation(this IServiceCollection services)
    {
        services.AddOptions<AllocationOptions>()
            .Configure<IConfiguration>(AllocationSettings.Read)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<AllocationOptions>, AllocationOptionsCheck>()
            .AddSingleton<KnownWorkers>()
            .AddSingleton<WorkerDirectory>()
            .AddSingleton<WorkDeciding>()
            .AddSingleton<WorkWaiting>()
            .AddSingleton<WorkGivenBack>()
            .AddSingleton<WorkPlacing>()
            .AddSingleton<WorkOffering>()
            .AddSingleton<IPendingHandler, PlaceWorkPending>();
    }
}
