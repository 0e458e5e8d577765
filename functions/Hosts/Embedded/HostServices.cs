using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Swarm.Embedded.Configuration;
using Swarm.Functions.Backups;
using Swarm.Functions.Content;
using Swarm.Functions.Health;
using Swarm.Functions.Leases;
using Swarm.Functions.Queues;
using Swarm.Functions.Queues.StorageQueues;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Hosts.Embedded;

/// <summary>What the embedded host brings beside its own services.</summary>
internal static class HostServices
{
    public static FunctionsApplicationBuilder AddHost(this FunctionsApplicationBuilder builder)
    {
        // The sweeper's own pace on this host; a setting of the same name goes before.
        builder.Configuration["SWEEP_SCHEDULE"] ??= "*/5 * * * * *";
        builder.Services
            .AddSingleton<IAdminKeySource>(services =>
                new AdminKeyFile(services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.DataFolder))
            .AddSingleton(services => Listening.InOneProcess(services.GetRequiredService<TimeProvider>()))
            .AddSingleton(Queues)
            .AddSingleton<IBackups, EmbeddedBackups>()
            .AddSingleton<IContentStore>(services => new FileContentStore(
                Path.Combine(services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.DataFolder, "content"),
                services.GetRequiredService<IOptions<ContentOptions>>().Value))
            .AddSingleton<IHealthProbe>(services => new ContentRoom(
                services.GetRequiredService<IContentStore>(),
                services.GetRequiredService<IOptions<ContentOptions>>().Value))
            .AddSingleton<IHealthProbe>(services => new DataDisk(
                services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.DataFolder, DataDisk.FreeBytes));
        return builder;
    }

    /// <summary>Those of a storage account where one is named, such as Azurite; else those of this host.</summary>
    private static IWorkQueues Queues(IServiceProvider services) =>
        StorageAccount.Find(services.GetRequiredService<IConfiguration>()) is null
            ? ActivatorUtilities.CreateInstance<EmbeddedWorkQueues>(services)
            : ActivatorUtilities.CreateInstance<StorageWorkQueues>(services);
}
