using System.Runtime.InteropServices;

namespace Swarm.Durable.Sqlite.Native;

/// <summary>
/// The structure <c>sqlite3_vfs</c>: through it SQLite asks the operating system for everything. Only what is changed
/// here is named; the other members are kept as they are. See https://www.sqlite.org/c3ref/vfs.html.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SqliteVfs
{
    /// <summary>The version of the structure up to which its members are those below.</summary>
    public const int KnownVersion = 3;

    public int Version;
    private readonly int _fileSize;
    private readonly int _maxPath;
    private readonly nint _next;

    /// <summary>Its name, a zero-terminated text.</summary>
    public nint Name;

    private readonly nint _appData;
    private readonly nint _open;
    private readonly nint _delete;
    private readonly nint _access;
    private readonly nint _fullPathname;
    private readonly nint _dlOpen;
    private readonly nint _dlError;
    private readonly nint _dlSym;
    private readonly nint _dlClose;
    private readonly nint _randomness;

    /// <summary><c>int xSleep(sqlite3_vfs*, int microseconds)</c>; answers how long it slept.</summary>
    public nint Sleep;

    private readonly nint _currentTime;
    private readonly nint _lastError;
    private readonly nint _currentTimeInt64;
    private readonly nint _setSystemCall;
    private readonly nint _getSystemCall;
    private readonly nint _nextSystemCall;
}
