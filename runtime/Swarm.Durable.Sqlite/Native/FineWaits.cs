using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Swarm.Durable.Sqlite.Native;

/// <summary>
/// Lets SQLite wait as short as it means to. A reader that meets the writer at an unlucky moment sleeps for some
/// microseconds and looks again; but a SQLite that was built without <c>usleep</c>, as the packaged one for Linux and
/// macOS was for years, can sleep for whole seconds alone. Everything stood still for that second: a commit, or the
/// threads that read. Here it gets the system's own sleep, and waits for a lock in steps of a millisecond.
/// </summary>
internal static class FineWaits
{
    private const string Name = "swarm-unix";
    private const int LongestSleep = 999_999;

    /// <summary>How often a lock is tried: every millisecond, for five seconds.</summary>
    private const int Tries = 5_000;

    private static readonly Lock Once = new();
    private static bool s_isInstalled;

    /// <summary>All connections that are opened from now on sleep so.</summary>
    internal static unsafe void Install()
    {
        lock (Once)
        {
            if (s_isInstalled || OperatingSystem.IsWindows())
            {
                return;
            }

            s_isInstalled = true;
            SqliteVfs* original = NativeMethods.FindVfs(null);
            if (original is null || original->Version > SqliteVfs.KnownVersion)
            {
                return;
            }

            // SQLite keeps it until the process ends.
            var changed = (SqliteVfs*)NativeMemory.Alloc((nuint)sizeof(SqliteVfs));
            *changed = *original;
            changed->Name = Marshal.StringToCoTaskMemUTF8(Name);
            changed->Sleep = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&Sleep;
            _ = NativeMethods.RegisterVfs(changed, makeDefault: 1);
        }
    }

    /// <summary>Whoever finds the database locked by another connection tries again for five seconds.</summary>
    internal static unsafe void WaitForLocks(sqlite3 connection)
    {
        if (OperatingSystem.IsWindows())
        {
            raw.sqlite3_busy_timeout(connection, Tries);
            return;
        }

        _ = NativeMethods.SetBusyHandler(connection, &OnBusy, 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(nint vfs, int microseconds)
    {
        int slept = Math.Clamp(microseconds, 0, LongestSleep);
        _ = NativeMethods.SleepMicroseconds((uint)slept);
        return slept;
    }

    /// <summary>Not 0: try again.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnBusy(nint argument, int tries)
    {
        _ = NativeMethods.SleepMicroseconds(1_000);
        return tries < Tries ? 1 : 0;
    }
}
