using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Configuration;

namespace Swarm.Embedded.Startup;

/// <summary>The one database of the process, which engine, tables, queues and timers share.</summary>
internal static class HostDatabase
{
    private const string FileName = "swarm.db";

    /// <summary>Opens the database in the data folder, which is made for its owner alone if it is not there.</summary>
    /// <exception cref="HostStartException">Another process has it open, or the folder cannot be used.</exception>
    public static SqliteDatabase Open(IServiceProvider services)
    {
        var folder = Path.GetFullPath(services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.DataFolder);
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
