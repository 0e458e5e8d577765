using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Signals;

internal static class SignalServices
{
    public static IServiceCollection AddSignals(this IServiceCollection services) =>
        services
            .AddSingleton<SignalWaiting>()
            .AddSingleton<SignalSending>()
            .AddSingleton<IPendingHandler, WakeNodePending>();
}
