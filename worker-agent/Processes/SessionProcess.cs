using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Policies;

namespace Swarm.WorkerAgent.Processes;

/// <summary>A command in a session of its own, known to the next life of the agent before it does anything.</summary>
internal sealed class SessionProcess : IDisposable
{
    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(7.5);
    private static readonly TimeSpan TerminatePatience = TimeSpan.FromSeconds(2.5);

    private readonly Process process;
    private readonly SessionRecord record;
    private readonly bool isWrapped;
    private readonly ProcessLimit? limit;

    private SessionProcess(Process process, SessionRecord record, bool isWrapped, ProcessLimit? limit)
    {
        this.process = process;
        this.record = record;
        this.isWrapped = isWrapped;
        this.limit = limit;
    }

    public Stream StandardOutput => process.StandardOutput.BaseStream;

    public Stream StandardError => process.StandardError.BaseStream;

    public int ExitCode => process.ExitCode;

    /// <summary>Starts a command in the folder's tree, within the limits that can be set beforehand.</summary>
    public static SessionProcess Start(WorkFolder folder, CommandSpec spec, Limits limits)
    {
        var marker = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var marked = new Dictionary<string, string>(spec.Environment) { [SessionRecord.MarkerVariable] = marker };
        var first = Process.Start(OperatingSystem.IsWindows()
            ? Describe(folder, spec.Command[0], spec.Command.Skip(1), marked)
            : DescribeSession(folder, spec, marked, marker))!;
        var session = new SessionRecord(first.Id, ProcessTable.FindStartMark(first.Id) ?? "", marker);
        session.Save(folder.ProcessFile);
        if (limits.Cpus is { } cpus)
        {
            LimitCpus(first, cpus);
        }

        var group = limits.Tasks is { } tasks ? ProcessLimit.For(first.Id, tasks) : null;

        if (!OperatingSystem.IsWindows())
        {
            // The word that the first process waits for; see ExecSession.
            Write(first, "\n");
            first.StandardInput.Close();
        }
        else
        {
            // It may read slowly, or never; it ends in any case.
            _ = Task.Run(() =>
            {
                Write(first, spec.Input ?? "");
                first.StandardInput.Close();
            });
        }

        return new SessionProcess(first, session, spec.IsWrapped, group);
    }

    /// <summary>Everything that it started and that still lives, itself included.</summary>
    public IReadOnlyCollection<int> ListProcesses() => Orphans.List(record);

    /// <summary>Whether the system ever refused it one more process.</summary>
    public bool HitProcessLimit => limit?.WasHit() ?? false;

    public Task WaitAsync() => process.WaitForExitAsync();

    /// <summary>
    /// Ends the session: SIGINT, after 7.5 s SIGTERM, after 2.5 s SIGKILL to all that is in it. The gentle steps are
    /// left out where nobody waits for the work to clean up after itself.
    /// </summary>
    public async Task EndAsync(EndManner manner, TimeProvider time)
    {
        if (manner == EndManner.Interrupt && await SignalAsync(LibC.SigInt, InterruptPatience, time))
        {
            return;
        }

        if (manner != EndManner.Kill && await SignalAsync(LibC.SigTerm, TerminatePatience, time))
        {
            return;
        }

        EndRest();
    }

    /// <summary>Ends at once what is still in the session: after the command itself, nothing of it goes on.</summary>
    public int EndRest() => Orphans.End(record);

    public void Dispose()
    {
        process.Dispose();
        limit?.Dispose();
    }

    private static void Write(Process first, string input)
    {
        try
        {
            first.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(input));
            first.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            // It has ended already and its exit code says why.
        }
    }

    /// <summary>True if the command ended within the given time.</summary>
    private async Task<bool> SignalAsync(int signal, TimeSpan patience, TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        if (!process.HasExited)
        {
            Signal(signal);
        }

        using var over = new CancellationTokenSource(patience, time);
        await process.WaitForExitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    /// <summary>
    /// A sandbox's own processes would end at a signal and take the command with them before it could clean up.
    /// </summary>
    private void Signal(int signal)
    {
        if (!isWrapped)
        {
            _ = LibC.Kill(-record.Pid, signal);
            return;
        }

        foreach (var pid in ProcessTable.ListSession(record.Pid).Where(pid => pid != record.Pid))
        {
            _ = LibC.Kill(pid, signal);
        }
    }

    /// <summary>What it starts inherits this; it still waits for the word to begin.</summary>
    private static void LimitCpus(Process first, int count)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            return;
        }

        var (all, kept) = ((ulong)first.ProcessorAffinity, 0UL);
        for (var bit = 0; bit < 64 && count > 0; bit++)
        {
            if ((all & (1UL << bit)) != 0)
            {
                kept |= 1UL << bit;
                count--;
            }
        }

        first.ProcessorAffinity = (nint)kept;
    }

    private static ProcessStartInfo DescribeSession(
        WorkFolder folder, CommandSpec spec, Dictionary<string, string> environment, string marker)
    {
        EnvironmentFile.Write(folder.EnvironmentFile, environment);
        var input = ExecSession.NoInput;
        if (spec.Input is { } text)
        {
            input = folder.InputFile;
            DurableFile.Write(input, text);
        }

        var opened = ExecSession.NoInput;
        if (spec.Variables is { } variables)
        {
            DurableFile.Write(variables.File, variables.TextWith(SessionRecord.MarkerVariable, marker));
            opened = variables.IsOpened ? variables.File : opened;
        }

        var self = SelfExecutable.Find();
        string[] files = [folder.EnvironmentFile, input, opened];
        var whole = OwnSession.Wrap(
            [self.FileName, .. self.Arguments, ExecSession.Verb, .. files, "--", .. spec.Command]);
        return Describe(folder, whole[0], whole.Skip(1), CommandEnvironment.ForFirstProcess());
    }

    private static ProcessStartInfo Describe(
        WorkFolder folder,
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Tree,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
