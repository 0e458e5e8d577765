using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Runs;

internal static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services) =>
        services
            .AddSingleton<RunStore>()
            .AddSingleton<RunView>()
            .AddSingleton<RunAnswers>()
            .AddSingleton<RunInputs>()
            .AddSingleton<RunStarting>()
            .AddSingleton<RunCancelling>()
            .AddSingleton<IPendingHandler, StartRunPending>()
            .AddSingleton<IPendingHandler, CancelRunPending>();
}
