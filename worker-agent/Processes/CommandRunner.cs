using System.ComponentModel;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Sandboxes;

namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// Runs the command of a work item to its end, whoever brings it about; nothing of it goes on afterwards.
/// </summary>
internal sealed class CommandRunner(ISandbox sandbox, Limits limits, TimeProvider time)
{
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(10);

    /// <summary>What keeps a sandbox from starting (a full disk, an engine that is down) often passes.</summary>
    private static readonly TimeSpan NoSandboxPause = TimeSpan.FromMinutes(5);
    private const int ComplaintMaxChars = 1_000;

    /// <summary>Runs commands as the agent itself may.</summary>
    public CommandRunner(TimeProvider time)
        : this(new NoSandbox(), new Limits(), time)
    {
    }

    /// <summary>Runs it; the reader takes both streams and tells the watchdog what it sees.</summary>
    public async Task<CommandEnd> RunAsync(
        CommandSpec spec,
        WorkFolder folder,
        Claim claim,
        WorkOutput output,
        TimeSpan timeLimit,
        Func<SessionProcess, Watchdog, Task> read)
    {
        if (claim.Ending.IsCancellationRequested)
        {
            return new CommandEnd(EndedHow.Claim);
        }

        if (spec.Command.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            return new CommandEnd(
                EndedHow.NotStarted, Error: "An argument holds a zero byte, which no program can be given.");
        }

        SessionProcess process;
        try
        {
            process = SessionProcess.Start(folder, sandbox.Wrap(spec, folder), limits);
        }
        catch (Exception e) when (e is Win32Exception or InvalidDataException)
        {
            return new CommandEnd(
                EndedHow.NotStarted, Error: $"'{spec.Command[0]}' could not be started: {e.Message}");
        }

        using (process)
        using (var watchdog = new Watchdog(time, timeLimit, spec.IdleLimit))
        {
            return await FollowAsync(process, watchdog, folder, claim, output, read(process, watchdog));
        }
    }

    private async Task<CommandEnd> FollowAsync(
        SessionProcess process,
        Watchdog watchdog,
        WorkFolder folder,
        Claim claim,
        WorkOutput output,
        Task reading)
    {
        using var stopWatching = new CancellationTokenSource();
        var resources = new ResourceWatch(limits, folder.Tree, () => sandbox.IsAtProcessLimit(folder), time);
        var watching = resources.IsNeeded
            ? resources.RunAsync(process, watchdog, stopWatching.Token)
            : Task.CompletedTask;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Over, claim.Ending);
        var exit = process.WaitAsync();
        await exit.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var how = exit.IsCompletedSuccessfully ? EndedHow.ByItself
            : claim.Ending.IsCancellationRequested ? EndedHow.Claim
            : watchdog.Reason;
        await stopWatching.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (how != EndedHow.ByItself)
        {
            output.Say($"The work is ended: {Describe(how)} {watchdog.Words}".TrimEnd());
            await process.EndAsync(ChooseManner(how, claim), time);
        }

        // Whatever the command left in the background ends with it; else the streams would stay open, too.
        var left = process.EndRest();
        await exit;
        var hasBegun = how != EndedHow.ByItself || await sandbox.HasBegunAsync(folder, process.ExitCode);
        await sandbox.CleanUpAsync(folder);
        await FinishReadingAsync(reading, output);
        if (!hasBegun)
        {
            return NoSandbox(process.ExitCode, output);
        }

        if (left > 0 && how == EndedHow.ByItself)
        {
            output.Say($"Ended {left} background process(es) that the command had left.");
        }

        if (how == EndedHow.ByItself && resources.FindExcessAfterwards(process) is { } excess)
        {
            return new CommandEnd(EndedHow.Excess, Error: excess);
        }

        return new CommandEnd(how, how == EndedHow.ByItself ? process.ExitCode : null, watchdog.Words);
    }

    private CommandEnd NoSandbox(int exitCode, WorkOutput output)
    {
        var complaint = output.Stderr.Trim();
        complaint = complaint.Length > ComplaintMaxChars ? complaint[^ComplaintMaxChars..] : complaint;
        var error = $"The container could not start ({sandbox.Name}, exit code {exitCode}): {complaint}";
        return new CommandEnd(EndedHow.NoSandbox, Error: error) { Until = time.GetUtcNow() + NoSandboxPause };
    }

    /// <summary>A process that hid from its session may keep the streams open for ever; it is not waited for.</summary>
    private async Task FinishReadingAsync(Task reading, WorkOutput output)
    {
        try
        {
            await reading.WaitAsync(ReadPatience, time);
        }
        catch (TimeoutException)
        {
            output.Say("A process that left the command's session keeps its output open; the rest is not read.");
            _ = reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static EndManner ChooseManner(EndedHow how, Claim claim) => claim.Reason switch
    {
        EndReason.LeaseLost => EndManner.Kill,
        EndReason.Abandoned => EndManner.Terminate,
        _ => how switch
        {
            EndedHow.Excess => EndManner.Kill,
            EndedHow.Lingering => EndManner.Terminate,
            _ => EndManner.Interrupt,
        },
    };

    private static string Describe(EndedHow how) => how switch
    {
        EndedHow.Claim => "it was cancelled.",
        EndedHow.TimeLimit => "its time limit is over.",
        EndedHow.Excess => "it took too much of the machine.",
        EndedHow.Silence => "it printed nothing for too long.",
        _ => "it told its result and did not end.",
    };
}
