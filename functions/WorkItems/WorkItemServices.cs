using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Pending;

namespace Swarm.Functions.WorkItems;

internal static class WorkItemServices
{
    public static IServiceCollection AddWorkItems(this IServiceCollection services) =>
        services
            .AddSingleton<WorkItemStore>()
            .AddSingleton<WorkItemEffects>()
            .AddSingleton<WorkItemPacking>()
            .AddSingleton<WorkItemDispatch>()
            .AddSingleton<WorkItemPolling>()
            .AddSingleton<WorkItemClaims>()
            .AddSingleton<WorkItemReports>()
            .AddSingleton<WorkItemCancelling>()
            .AddSingleton<WorkWithdrawing>()
            .AddSingleton<IPendingHandler, WorkItemPending>();
}
