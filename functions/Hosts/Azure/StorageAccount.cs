using Microsoft.Extensions.Configuration;

namespace Swarm.Functions.Hosts.Azure;

/// <summary>The storage account: AzureWebJobsStorage, as for the host itself.</summary>
internal static class StorageAccount
{
    public const string Setting = "AzureWebJobsStorage";

    public static TableServiceClient Tables(IConfiguration configuration) => new(ConnectionString(configuration));

    public static string ConnectionString(IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 } connection
            ? connection
            : throw new InvalidOperationException($"The setting {Setting} names no storage account.");
}
