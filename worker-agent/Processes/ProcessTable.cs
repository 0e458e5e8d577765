using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Swarm.WorkerAgent.Processes;

/// <summary>What the system knows about its processes: start times, sessions, environments.</summary>
internal static class ProcessTable
{
    private const int StatSession = 5;
    private const int StatStartTime = 21;

    /// <summary>When a process started, comparable across lives of this agent; null when it is gone.</summary>
    public static string? FindStartMark(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            // Ticks since boot; the boot's own id tells reboots apart.
            return ReadStat(pid) is { } stat ? $"{ReadBootId()}:{stat[StatStartTime]}" : null;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The processes of a session, whatever group they are in. Zombies have ended and do not count.</summary>
    public static IReadOnlyList<int> ListSession(int session)
    {
        if (OperatingSystem.IsLinux())
        {
            var text = session.ToString(CultureInfo.InvariantCulture);
            return [.. ListPids().Where(
                pid => ReadStat(pid) is { } stat && stat[StatSession] == text && !IsDead(stat))];
        }

        return OperatingSystem.IsWindows()
            ? []
            : [.. ListPids().Where(pid => LibC.GetSession(pid) == session)];
    }

    /// <summary>The processes that carry a marker in their environment (Linux; elsewhere none can be told).</summary>
    public static IReadOnlyList<int> ListMarked(string variable, string value)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var wanted = $"{variable}={value}";
        return [.. ListPids().Where(pid => pid != Environment.ProcessId && HasInEnvironment(pid, wanted))];
    }

    private static IEnumerable<int> ListPids()
    {
        if (!OperatingSystem.IsLinux())
        {
            foreach (var process in Process.GetProcesses())
            {
                using (process)
                {
                    yield return process.Id;
                }
            }

            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>The memory that a process has in use; 0 when it is gone (Linux).</summary>
    public static long ReadMemoryBytes(int pid) =>
        ReadAll($"/proc/{pid}/statm")?.Split(' ') is [_, var resident, ..]
        && long.TryParse(resident, CultureInfo.InvariantCulture, out var pages)
            ? pages * Environment.SystemPageSize
            : 0;

    /// <summary>
    /// The fields of <c>/proc/PID/stat</c>; the second, the name, may hold anything and is left empty.
    /// </summary>
    private static string[]? ReadStat(int pid)
    {
        if (ReadAll($"/proc/{pid}/stat") is not { Length: > 0 } text)
        {
            return null;
        }

        var afterName = text.LastIndexOf(')') + 2;
        return ["", "", .. text[afterName..].Split(' ')];
    }

    private static bool IsDead(string[] stat) => stat[2] is "Z" or "X";

    private static bool HasInEnvironment(int pid, string entry) =>
        ReadAll($"/proc/{pid}/environ")?.Split('\0').Contains(entry) ?? false;

    private static string ReadBootId() => ReadAll("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";

    private static string? ReadAll(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
            return null;
        }
    }
}
