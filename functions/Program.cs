using Microsoft.Extensions.Hosting;
using Swarm.Functions.Activities;
using Swarm.Functions.Allocation;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Clarifications;
using Swarm.Functions.Content;
using Swarm.Functions.Control;
using Swarm.Functions.DeadLetters;
using Swarm.Functions.Evaluations;
using Swarm.Functions.Events;
using Swarm.Functions.Health;
using Swarm.Functions.Http;
using Swarm.Functions.Leases;
using Swarm.Functions.Locks;
using Swarm.Functions.Pending;
using Swarm.Functions.Queues;
using Swarm.Functions.Retention;
using Swarm.Functions.Runs;
using Swarm.Functions.Schedules;
using Swarm.Functions.Scopes;
using Swarm.Functions.Security;
using Swarm.Functions.Signals;
using Swarm.Functions.Snapshots;
using Swarm.Functions.Storage;
using Swarm.Functions.Tasks;
using Swarm.Functions.Workers;
using Swarm.Functions.Workflows;
using Swarm.Functions.WorkItems;
using Swarm.Functions.WorkLogs;
#if SWARM_AZURE
using Swarm.Functions.Hosts.Azure;
#else
using Swarm.Functions.Hosts.Embedded;
#endif

namespace Swarm.Functions;

internal static class Program
{
    public static Task Main(string[] args) => CreateBuilder(args).Build().RunAsync();

    /// <summary>The whole app, ready to be built; tests change settings and services first.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
        builder.AddHost();
        builder.Services
            .AddStorage()
            .AddSecurity()
            .AddEvents()
            .AddPending()
            .AddContent()
            .AddQueues()
            .AddWorkers()
            .AddAllocation()
            .AddWorkItems()
            .AddLeases()
            .AddDeadLetters()
            .AddSnapshots()
            .AddClarifications()
            .AddWorkflows()
            .AddRuns()
            .AddControl()
            .AddSchedules()
            .AddScopes()
            .AddCheckpoints()
            .AddSignals()
            .AddTasks()
            .AddLocks()
            .AddEvaluations()
            .AddActivities()
            .AddRetention()
            .AddWorkLogs()
            .AddHealth();
        return builder;
    }
}
