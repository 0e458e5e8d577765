using System.Runtime.InteropServices;

namespace Swarm.Durable.Sqlite.Native;

/// <summary>What SQLitePCLRaw does not offer of the SQLite library that it brings, and of the system's own.</summary>
internal static partial class NativeMethods
{
    private const string Sqlite = "e_sqlite3";

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_vfs_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial SqliteVfs* FindVfs(string? name);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_vfs_register")]
    internal static unsafe partial int RegisterVfs(SqliteVfs* vfs, int makeDefault);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_busy_handler")]
    internal static unsafe partial int SetBusyHandler(
        SafeHandle connection, delegate* unmanaged[Cdecl]<nint, int, int> handler, nint argument);

    /// <summary>At most 999,999 microseconds.</summary>
    [LibraryImport("libc", EntryPoint = "usleep")]
    internal static partial int SleepMicroseconds(uint microseconds);
}
