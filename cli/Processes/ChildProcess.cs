using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Swarm.Cli.Processes;

/// <summary>One life of a process of ours: its output goes to its log file, its last errors into messages.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int LastLinesKept = 30;
    private const int SigTerm = 15;
    private readonly Process process;
    private readonly ProcessLog log;
    private readonly string? readyLine;
    private readonly Queue<string> lastErrors = new();
    private readonly TaskCompletionSource spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(ProcessSpec spec, ProcessLog log)
    {
        this.log = log;
        readyLine = spec.ReadyLine;
        process = new Process { StartInfo = StartInfo(spec) };
        process.OutputDataReceived += (_, e) => OnLine(e.Data, isError: false);
        process.ErrorDataReceived += (_, e) => OnLine(e.Data, isError: true);
    }

    public int Id { get; private set; }

    /// <summary>Completes with the ready line; never if the process dies before.</summary>
    public Task<string> Ready => ready.Task;

    /// <summary>Completes when it has printed anything at all; never if it dies before.</summary>
    public Task Spoken => spoken.Task;

    public int ExitCode => process.ExitCode;

    /// <summary>The end of what it printed to standard error.</summary>
    public string LastErrors
    {
        get
        {
            lock (lastErrors)
            {
                return string.Join(Environment.NewLine, lastErrors);
            }
        }
    }

    public static ChildProcess Start(ProcessSpec spec, ProcessLog log)
    {
        var child = new ChildProcess(spec, log);
        try
        {
            child.process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            child.Dispose();
            throw CliException.CannotStart($"The {spec.Name} cannot be started ({spec.FileName}): {e.Message}", e);
        }

        child.Id = child.process.Id;
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        child.process.StandardInput.Close();
        return child;
    }

    /// <summary>Completes when the process has ended and all its output is read.</summary>
    public Task WaitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>Asks it to end in its own order; it may not hear.</summary>
    public void Ask()
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has no such signal for a process without a console of its own.
            Kill();
        }
        else if (!process.HasExited)
        {
            _ = SendSignal(Id, SigTerm);
        }
    }

    /// <summary>Ends it and all that it has started, at once.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException
            or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself in between.
        }
    }

    public void Dispose() => process.Dispose();

    private static ProcessStartInfo StartInfo(ProcessSpec spec)
    {
        var info = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (OperatingSystem.IsWindows())
        {
            info.FileName = spec.FileName;
        }
        else
        {
            // The terminal sends Ctrl-C to everybody in the foreground; ours are ended by us, in order.
            // A signal that the shell ignores stays ignored over exec, and the process keeps the shell's id.
            info.FileName = "/bin/sh";
            info.ArgumentList.Add("-c");
            info.ArgumentList.Add("trap '' INT HUP QUIT; exec \"$@\"");
            info.ArgumentList.Add("swarm");
            info.ArgumentList.Add(spec.FileName);
        }

        foreach (var argument in spec.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in spec.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private void OnLine(string? line, bool isError)
    {
        if (line is null)
        {
            return;
        }

        log.Write(line);
        spoken.TrySetResult();
        if (isError)
        {
            lock (lastErrors)
            {
                lastErrors.Enqueue(line);
                if (lastErrors.Count > LastLinesKept)
                {
                    lastErrors.Dequeue();
                }
            }
        }
        else if (readyLine is not null && line.StartsWith(readyLine, StringComparison.Ordinal))
        {
            ready.TrySetResult(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
