using Microsoft.Extensions.Hosting;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Leases;
using Swarm.Functions.Pending;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;
#if SWARM_AZURE
using Swarm.Functions.Hosts.Azure;
#else
using Swarm.Functions.Hosts.Embedded;
#endif

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
    .AddWorkers()
    .AddWorkItems()
    .AddLeases();
await builder.Build().RunAsync();
