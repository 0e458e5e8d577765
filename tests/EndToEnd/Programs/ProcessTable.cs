using System.Diagnostics;

namespace Swarm.Tests.EndToEnd.Programs;

/// <summary>The processes of this machine, as <c>ps</c> tells them.</summary>
internal static class ProcessTable
{
    private const int ColumnsBeforeCommand = 9; // id, parent, session, state, and five of the start time

    public static IReadOnlyList<ProcessEntry> Read()
    {
        var text = Run("ps", "-A", "-ww", "-o", "pid=,ppid=,sess=,stat=,lstart=,args=");
        return [.. text.Split('\n').Select(Parse).OfType<ProcessEntry>()];
    }

    public static IReadOnlyList<ProcessEntry> DescendantsOf(int id)
    {
        var all = Read();
        var found = new List<ProcessEntry>();
        var parents = new HashSet<int> { id };
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var entry in all.Where(p => parents.Contains(p.Parent) && parents.Add(p.Id)))
            {
                found.Add(entry);
                grown = true;
            }
        }

        return found;
    }

    /// <summary>Sends a signal; a process that has ended already is no fault.</summary>
    public static void Signal(string signal, int id)
    {
        using var kill = Process.Start("/bin/kill", ["-s", signal, "--", $"{id}"]);
        kill.WaitForExit();
    }

    private static ProcessEntry? Parse(string line)
    {
        var columns = line.Split(' ', ColumnsBeforeCommand + 1, StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length <= ColumnsBeforeCommand || columns[3].StartsWith('Z'))
        {
            // Too short: no process. A zombie is dead; nobody has asked for its exit code yet.
            return null;
        }

        return new ProcessEntry(
            int.Parse(columns[0]),
            int.Parse(columns[1]),
            int.TryParse(columns[2], out var session) ? session : 0,
            string.Join(' ', columns[4..ColumnsBeforeCommand]),
            columns[ColumnsBeforeCommand]);
    }

    private static string Run(string fileName, params string[] arguments)
    {
        var info = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(info)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
