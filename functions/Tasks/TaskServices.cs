using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Tasks;

internal static class TaskServices
{
    public static IServiceCollection AddTasks(this IServiceCollection services) =>
        services
            .AddSingleton<TaskStore>()
            .AddSingleton<TaskTemplates>()
            .AddSingleton<TaskRelations>()
            .AddSingleton<TaskRules>()
            .AddSingleton<TaskView>()
            .AddSingleton<TaskSubtasks>()
            .AddSingleton<TaskDecompositions>()
            .AddSingleton<TaskRuns>()
            .AddSingleton<TaskAdvance>()
            .AddSingleton<TaskChanges>()
            .AddSingleton<IPendingHandler, TaskPending>();
}
