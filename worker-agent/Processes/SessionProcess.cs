using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Processes;

/// <summary>A command in a session of its own, known to the next life of the agent before it does anything.</summary>
internal sealed class SessionProcess : IDisposable
{
    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(7.5);
    private static readonly TimeSpan TerminatePatience = TimeSpan.FromSeconds(2.5);

    private readonly Process process;
    private readonly SessionRecord record;

    private SessionProcess(Process process, SessionRecord record)
    {
        this.process = process;
        this.record = record;
    }

    public Stream StandardOutput => process.StandardOutput.BaseStream;

    public Stream StandardError => process.StandardError.BaseStream;

    public int ExitCode => process.ExitCode;

    /// <summary>Starts a command in the folder's tree.</summary>
    public static SessionProcess Start(WorkFolder folder, CommandSpec spec)
    {
        var marker = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var marked = new Dictionary<string, string>(spec.Environment) { [SessionRecord.MarkerVariable] = marker };
        var first = Process.Start(OperatingSystem.IsWindows()
            ? Describe(folder, spec.Command[0], spec.Command.Skip(1), marked)
            : DescribeSession(folder, spec, marked))!;
        var session = new SessionRecord(first.Id, ProcessTable.FindStartMark(first.Id) ?? "", marker);
        session.Save(folder.ProcessFile);
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

        return new SessionProcess(first, session);
    }

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

    public void Dispose() => process.Dispose();

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
            _ = LibC.Kill(-record.Pid, signal);
        }

        using var limit = new CancellationTokenSource(patience, time);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    private static ProcessStartInfo DescribeSession(
        WorkFolder folder, CommandSpec spec, Dictionary<string, string> environment)
    {
        EnvironmentFile.Write(folder.EnvironmentFile, environment);
        var input = ExecSession.NoInput;
        if (spec.Input is { } text)
        {
            input = folder.InputFile;
            DurableFile.Write(input, text);
        }

        var self = SelfExecutable.Find();
        var whole = OwnSession.Wrap(
            [self.FileName, .. self.Arguments, ExecSession.Verb, folder.EnvironmentFile, input, "--", .. spec.Command]);
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
