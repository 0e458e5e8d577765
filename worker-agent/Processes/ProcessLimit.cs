using System.Globalization;

namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// A hard limit on the number of a command's processes, by a control group of its own: a fork bomb stops at it, while
/// whoever merely counts processes comes too late. Linux, where the agent may make control groups: as root, or as a
/// service to which they are delegated.
/// </summary>
internal sealed class ProcessLimit : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const string Controller = "pids";

    // Where control groups of version 2 are used, the agent must first leave the group that is to have children.
    private static readonly Lazy<string?> Parent = new(FindParent);

    private readonly string folder;

    private ProcessLimit(string folder) => this.folder = folder;

    /// <summary>Whether this machine lets the agent set such limits.</summary>
    public static bool IsAvailable => Parent.Value is not null;

    /// <summary>A limit for a process and all that it starts from now on; null where there can be none.</summary>
    public static ProcessLimit? For(int pid, int max)
    {
        if (Parent.Value is not { } parent)
        {
            return null;
        }

        var limit = new ProcessLimit(Path.Combine(parent, $"swarm-{Environment.ProcessId}-{pid}"));
        try
        {
            Directory.CreateDirectory(limit.folder);
            File.WriteAllText(Path.Combine(limit.folder, "pids.max"), max.ToString(CultureInfo.InvariantCulture));
            File.WriteAllText(Path.Combine(limit.folder, "cgroup.procs"), pid.ToString(CultureInfo.InvariantCulture));
            return limit;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            limit.Dispose();
            return null;
        }
    }

    /// <summary>Whether it ever kept the command from starting one more; the system counts that.</summary>
    public bool WasHit()
    {
        try
        {
            var counts = File.ReadAllLines(Path.Combine(folder, "pids.events"));
            return Array.Exists(counts, line => line.StartsWith("max ", StringComparison.Ordinal) && line != "max 0");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Removes the group, which has no processes any more. The files in it are the system's own and go with it. If
    /// somebody is still in it, it stays: an idle group costs nothing.
    /// </summary>
    public void Dispose() => _ = LibC.RemoveFolder(folder);

    private static string? FindParent()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var groups = File.ReadAllLines("/proc/self/cgroup");
            var first = Array.Find(groups, line => line.Contains($":{Controller}:", StringComparison.Ordinal));
            return first is not null
                ? TryMake(Path.Join(Root, Controller, first.Split(':', 3)[2]))
                : Array.Find(groups, line => line.StartsWith("0::", StringComparison.Ordinal)) is { } second
                    ? Delegate(Path.Join(Root, second["0::".Length..]))
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? TryMake(string parent)
    {
        var probe = Path.Combine(parent, $"swarm-probe-{Environment.ProcessId}");
        Directory.CreateDirectory(probe);
        var isOurs = File.Exists(Path.Combine(probe, "pids.max"));
        _ = LibC.RemoveFolder(probe);
        return isOurs ? parent : null;
    }

    /// <summary>
    /// Version 2: a group whose children have limits has no processes itself, so the agent moves into one of them.
    /// </summary>
    private static string? Delegate(string own)
    {
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var isAlone = File.ReadAllLines(Path.Combine(own, "cgroup.procs")) is [var only] && only == pid;
        var isOffered = File.ReadAllText(Path.Combine(own, "cgroup.controllers")).Split(' ', '\n').Contains(Controller);
        if (!isAlone || !isOffered)
        {
            return null;
        }

        var home = Directory.CreateDirectory(Path.Combine(own, "agent")).FullName;
        File.WriteAllText(Path.Combine(home, "cgroup.procs"), pid);
        File.WriteAllText(Path.Combine(own, "cgroup.subtree_control"), $"+{Controller}");
        return TryMake(own);
    }
}
