using Swarm.KillTarget;
using Swarm.Tests.Durable.Sqlite;

namespace Swarm.Tests.Durable.Kills;

/// <summary>The files of a database whose process was killed.</summary>
internal sealed class KilledDatabase
{
    private KilledDatabase(byte[] file, byte[] log)
    {
        File = file;
        Log = log;
    }

    public byte[] File { get; }

    /// <summary>The write-ahead log.</summary>
    public byte[] Log { get; }

    public static KilledDatabase In(string folder)
    {
        string path = KillableRun.DatabasePath(folder);
        return new KilledDatabase(
            System.IO.File.ReadAllBytes(path),
            System.IO.File.Exists(path + "-wal") ? System.IO.File.ReadAllBytes(path + "-wal") : []);
    }

    public void CopyTo(TemporaryFolder folder) => CopyTo(folder, Log);

    /// <summary>Copies the database with another log than its own.</summary>
    public void CopyTo(TemporaryFolder folder, byte[] log)
    {
        string path = KillableRun.DatabasePath(folder.Path);
        System.IO.File.WriteAllBytes(path, File);
        System.IO.File.WriteAllBytes(path + "-wal", log);
    }
}
