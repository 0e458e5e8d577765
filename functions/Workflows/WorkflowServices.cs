using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Workflows;

internal static class WorkflowServices
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services) =>
        services.AddSingleton<WorkflowStore>();
}
