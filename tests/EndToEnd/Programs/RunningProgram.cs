using System.Diagnostics;
using System.Text;

namespace Swarm.Tests.EndToEnd.Programs;

/// <summary>
/// A program in a session of its own, as a terminal gives it: signals can go to its whole foreground group, and what it
/// leaves behind can be counted.
/// </summary>
internal sealed class RunningProgram : IDisposable
{
    // Each makes a session and becomes the program itself; macOS has no setsid. A test run in the background of a
    // script ignores Ctrl-C, and its children would inherit that: perl gives the signals back their meaning.
    private static readonly string[] SessionStarter = File.Exists("/usr/bin/perl")
        ? ["/usr/bin/perl", "-e", "use POSIX; @SIG{qw(INT QUIT HUP)} = ('DEFAULT') x 3; setsid(); exec @ARGV", "--"]
        : ["/usr/bin/setsid"];

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> waiters = [];
    private readonly Dictionary<int, ProcessEntry> seen = [];

    private RunningProgram(ProcessStartInfo info)
    {
        process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, e) => OnLine(output, e.Data);
        process.ErrorDataReceived += (_, e) => OnLine(error, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    public int Id => process.Id;

    public string Output => Text(output);

    public string Error => Text(error);

    /// <summary>Output and errors, for messages of failing tests.</summary>
    public string Everything => $"--- output\n{Output}\n--- errors\n{Error}";

    public static RunningProgram Start(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var info = new ProcessStartInfo
        {
            FileName = SessionStarter[0],
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in SessionStarter[1..].Append(fileName).Concat(arguments))
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return new RunningProgram(info);
    }

    /// <summary>Waits for a line of its output or errors.</summary>
    public Task<string> LineAsync(Func<string, bool> wanted, TimeSpan limit)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiters)
        {
            var already = $"{output}\n{error}".Split('\n').FirstOrDefault(l => l.Length > 0 && wanted(l));
            if (already is not null)
            {
                return Task.FromResult(already);
            }

            waiters.Add((wanted, found));
        }

        return found.Task.WaitAsync(limit, TestContext.Current.CancellationToken);
    }

    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(limit, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public bool HasExited => process.HasExited;

    /// <summary>Sends a signal as the terminal does: to the whole foreground group.</summary>
    public void SignalGroup(string signal) => ProcessTable.Signal(signal, -Id);

    /// <summary>Looks at what it has started by now, and remembers it.</summary>
    public IReadOnlyList<ProcessEntry> Descendants()
    {
        var found = ProcessTable.DescendantsOf(Id);
        foreach (var entry in found)
        {
            seen[entry.Id] = entry;
        }

        return found;
    }

    /// <summary>What still lives of its session and of what it was seen to have started.</summary>
    public IReadOnlyList<ProcessEntry> LeftBehind() =>
        [.. ProcessTable.Read().Where(p => p.Session == Id || WasSeen(p))];

    public void Dispose()
    {
        if (!process.HasExited)
        {
            foreach (var descendant in Descendants())
            {
                ProcessTable.Signal("KILL", descendant.Id);
            }

            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private bool WasSeen(ProcessEntry entry) =>
        seen.TryGetValue(entry.Id, out var known) && known.Start == entry.Start;

    private void OnLine(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (waiters)
        {
            text.Append(line).Append('\n');
            foreach (var waiter in waiters.Where(w => w.Wanted(line)).ToList())
            {
                waiters.Remove(waiter);
                waiter.Found.TrySetResult(line);
            }
        }
    }

    private string Text(StringBuilder text)
    {
        lock (waiters)
        {
            return text.ToString();
        }
    }
}
