using System.Diagnostics;

namespace Swarm.WorkerAgent.Processes;

/// <summary>Ends what a life of the agent that ended without warning has left running.</summary>
internal static class Orphans
{
    private const int MaxRounds = 50;

    /// <summary>A killed process is gone once the machine finds the time; a busy one needs several rounds.</summary>
    private static readonly TimeSpan RoundLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Ends the whole session; returns how many processes that were. A pid that belongs to somebody else by now is
    /// left alone: if the first process is there, its start time must be the recorded one; if it is gone, one of the
    /// session's processes must carry the marker. (A session's id is not given out again while a member lives.)
    /// </summary>
    public static int End(SessionRecord record)
    {
        if (OperatingSystem.IsWindows())
        {
            var isOurs = ProcessTable.FindStartMark(record.Pid) == record.StartMark;
            return isOurs && WindowsProcess.Kill(record.Pid) ? 1 : 0;
        }

        var ended = new HashSet<int>();
        for (var round = 0; round < MaxRounds; round++)
        {
            // Asked again until nothing is left: a process may start another while it is being ended.
            var living = List(record);
            if (living.Count == 0)
            {
                break;
            }

            foreach (var pid in living)
            {
                ended.Add(pid);
                _ = LibC.Kill(pid, LibC.SigKill);
            }

            AwaitEnd(living.First());
        }

        return ended.Count;
    }

    private static void AwaitEnd(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.WaitForExit(RoundLimit);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has gone already.
        }
    }

    /// <summary>What lives of a session.</summary>
    public static HashSet<int> List(SessionRecord record)
    {
        // Those that left the session (daemons) are still known by the marker.
        var marked = ProcessTable.ListMarked(SessionRecord.MarkerVariable, record.Marker);
        var session = ProcessTable.ListSession(record.Pid);
        var first = ProcessTable.FindStartMark(record.Pid);
        var isOurs = first is null ? session.Intersect(marked).Any() : first == record.StartMark;
        return isOurs ? [.. marked, .. session] : [.. marked];
    }
}
