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
    /// <exception cref="HostStartException">The data cannot be used.</exception>
    public static SqliteDatabase Open(IServiceProvider services) => Use(services, folder =>
    {
        CreateFolder(folder);
        return SqliteDatabase.Open(new SqliteDatabaseOptions { Path = DatabasePath(folder) });
    });

    /// <summary>
    /// The key of the host's own endpoints; only after the database, whose lock keeps others from making one.
    /// </summary>
    /// <exception cref="HostStartException">The data cannot be used.</exception>
    public static SystemKey LoadSystemKey(IServiceProvider services) => Use(services, folder =>
    {
        services.GetRequiredService<SqliteDatabase>();
        return SystemKey.Load(folder);
    });

    public static string Folder(IServiceProvider services) =>
        Path.GetFullPath(services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.DataFolder);

    public static string DatabasePath(string folder) => Path.Combine(folder, FileName);

    private static T Use<T>(IServiceProvider services, Func<string, T> use)
    {
        var folder = Folder(services);
        try
        {
            return use(folder);
        }
        catch (Exception exception)
            when (UnusableData.IsOfDatabase(exception) || UnusableData.IsOfFiles(exception))
        {
            throw UnusableData.Refusal(exception, folder);
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
