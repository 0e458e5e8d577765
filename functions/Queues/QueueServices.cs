using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Queues;

internal static class QueueServices
{
    /// <summary>What the queues of either kind have in common; the host brings <see cref="IWorkQueues"/>.</summary>
    public static IServiceCollection AddQueues(this IServiceCollection services) =>
        services
            .AddSingleton<QueueActivity>()
            .AddSingleton<QueueReading>()
            .AddSingleton<QueueGauges>()
            .AddSingleton<PoisonQueues>()
            .AddSingleton<QueueOpening>();
}
