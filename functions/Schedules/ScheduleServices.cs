using Microsoft.Extensions.DependencyInjection;
using Swarm.Functions.Pending;

namespace Swarm.Functions.Schedules;

internal static class ScheduleServices
{
    public static IServiceCollection AddSchedules(this IServiceCollection services) =>
        services
            .AddSingleton<ScheduleStore>()
            .AddSingleton<ScheduleRules>()
            .AddSingleton<ScheduleRuns>()
            .AddSingleton<ScheduleAdvance>()
            .AddSingleton<ScheduleChanges>()
            .AddSingleton<IPendingHandler, SchedulePending>();
}
