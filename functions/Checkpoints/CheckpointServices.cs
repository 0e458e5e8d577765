using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Checkpoints;

internal static class CheckpointServices
{
    public static IServiceCollection AddCheckpoints(this IServiceCollection services) =>
        services
            .AddSingleton<CheckpointQuestions>()
            .AddSingleton<CheckpointOpening>()
            .AddSingleton<PersonQuestions>()
            .AddSingleton<CheckpointRequesting>()
            .AddSingleton<CheckpointAnswering>();
}
