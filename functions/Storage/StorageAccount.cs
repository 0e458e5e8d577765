using Microsoft.Extensions.Configuration;

namespace Swarm.Functions.Storage;

/// <summary>The storage account: AzureWebJobsStorage, as for the Functions host itself.</summary>
internal static class StorageAccount
{
    public const string Setting = "AzureWebJobsStorage";

    /// <summary>Its connection string; null when no account is named.</summary>
    public static string? Find(IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 } connection ? connection : null;

    /// <summary>Whether it is Azurite on this machine.</summary>
    public static bool IsOnThisMachine(string connectionString) =>
        connectionString.Contains("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase)
        || connectionString.Contains("//127.0.0.1", StringComparison.Ordinal)
        || connectionString.Contains("//localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Its connection string.</summary>
    /// <exception cref="InvalidOperationException">No account is named.</exception>
    public static string ConnectionString(IConfiguration configuration) => Find(configuration)
        ?? throw new InvalidOperationException($"The setting {Setting} names no storage account.");
}
