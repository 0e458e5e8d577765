using System.ComponentModel;
using System.Diagnostics;

namespace Swarm.WorkerAgent.Processes;

/// <summary>Windows knows no sessions of our kind; there a command is ended with all its children.</summary>
internal static class WindowsProcess
{
    /// <summary>True if there was something to end.</summary>
    public static bool Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
