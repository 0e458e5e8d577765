using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Management;

namespace Swarm.Embedded.Startup;

/// <summary>What lies in the data folder: the one database of the process, and the system key.</summary>
internal static class HostData
{
    private const string FileName = "swarm.db";

    /// <summary>Opens the database in the data folder, which is made for its owner alone if it is not there.</summary>
    /// <exception cref="HostStartException">Another process has it open, or the folder cannot be used.</exception>
    public static SqliteDatabase Open(IServiceProvider services)
    {
        var folder = Folder(services);
        try
        {
            CreateFolder(folder);
            return SqliteDatabase.Open(new SqliteDatabaseOptions { Path = Path.Combine(folder, FileName) });
        }
        catch (SqliteDatabaseLockedException exception)
        {
            var owner = exception.ProcessId is { } id ? $"process {id}" : "another process";
            throw new HostStartException(
                $"The data folder {folder} is in use by {owner}; stop it, or set {OptionDefaults.DataVariable} to "
                    + "another folder.",
                HostStartException.Occupied,
                exception);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or SqliteErrorException)
        {
            throw new HostStartException(
                $"The data folder {folder} cannot be used: {exception.Message} Set {OptionDefaults.DataVariable} to "
                    + "another.",
                HostStartException.Misconfigured,
                exception);
        }
    }

    /// <summary>
    /// The key of the host's own endpoints; only after the database, whose lock keeps others from making one.
    /// </summary>
    public static SystemKey LoadSystemKey(IServiceProvider services)
    {
        services.GetRequiredService<SqliteDatabase>();
        return SystemKey.Load(Folder(services));
    }

    private static string Folder(IServiceProvider services) =>
        Path.GetFullPath(services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.DataFolder);

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
