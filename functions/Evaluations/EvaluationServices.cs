using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Evaluations;

internal static class EvaluationServices
{
    public static IServiceCollection AddEvaluations(this IServiceCollection services) =>
        services.AddSingleton<EvaluationStore>().AddSingleton<NodeEvaluating>();
}
