using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Swarm.Functions.Backups;
using Swarm.Functions.Content;
using Swarm.Functions.Content.Blobs;
using Swarm.Functions.Leases;
using Swarm.Functions.Queues;
using Swarm.Functions.Queues.StorageQueues;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Hosts.Azure;

/// <summary>What the Functions host of Azure needs: clients of the storage account that the host itself uses.</summary>
internal static class HostServices
{
    public static FunctionsApplicationBuilder AddHost(this FunctionsApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton(new TableServiceClient(StorageAccount.ConnectionString(builder.Configuration)))
            .AddSingleton<IAdminKeySource, AdminKeySetting>()
            .AddSingleton(services => Listening.InManyProcesses(services.GetRequiredService<TimeProvider>()))
            .AddSingleton<IWorkQueues, StorageWorkQueues>()
            .AddSingleton<IBackups, NoBackups>()
            .AddSingleton<IContentStore>(services => new BlobContentStore(
                StorageAccount.ConnectionString(builder.Configuration),
                services.GetRequiredService<IOptions<ContentOptions>>(),
                services.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
