using System.Runtime.InteropServices;

namespace Swarm.WorkerAgent.Processes;

/// <summary>The few calls of the C library that .NET has no name for (Linux and macOS).</summary>
internal static partial class LibC
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int ErrNoEntry = 2;
    public const int ErrNotDirectory = 20;

    private const int LastClassicSignal = 31;
    private const int ReadOnly = 0;
    private const int SignalSetBytes = 128;

    /// <summary>Writes a folder's entries to disk. Some file systems cannot, which is not worth failing for.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor >= 0)
        {
            _ = FSync(descriptor);
            _ = Close(descriptor);
        }
    }

    /// <summary>A descriptor becomes a file, also for what this process becomes; false if it cannot be read.</summary>
    public static bool OpenAs(string path, int descriptor)
    {
        var file = Open(path, ReadOnly);
        if (file >= 0 && file != descriptor)
        {
            _ = Dup2(file, descriptor);
            _ = Close(file);
        }

        return file >= 0;
    }

    /// <summary>Waits for one byte on standard input; false when the writer is gone.</summary>
    public static bool ReadByteFromStandardInput()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(0, one, 1) == 1;
    }

    /// <summary>
    /// Gives every signal its default meaning and blocks none: both survive exec, and the .NET runtime ignores
    /// SIGPIPE, which would change how pipelines of the command end.
    /// </summary>
    public static void ResetSignals()
    {
        for (var number = 1; number <= LastClassicSignal; number++)
        {
            _ = Signal(number, 0);
        }

        Span<byte> none = stackalloc byte[SignalSetBytes];
        none.Clear();
        _ = ThreadSignalMask(OperatingSystem.IsMacOS() ? 3 : 2, none, 0);
    }

    [LibraryImport("libc", EntryPoint = "rmdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int RemoveFolder(string path);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    public static partial int GetSession(int pid);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RemoveVariable(string name);

    /// <summary>Replaces this process; returns only when it could not.</summary>
    [LibraryImport("libc", EntryPoint = "execvp", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Execute(string program, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, Span<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask", SetLastError = true)]
    private static partial int ThreadSignalMask(int how, ReadOnlySpan<byte> signals, nint old);
}
