using System.ComponentModel;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;

namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// Runs the command of a work item to its end, whoever brings it about; nothing of it goes on afterwards.
/// </summary>
internal sealed class CommandRunner(TimeProvider time)
{
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(10);

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
            process = SessionProcess.Start(folder, spec);
        }
        catch (Win32Exception e)
        {
            return new CommandEnd(
                EndedHow.NotStarted, Error: $"'{spec.Command[0]}' could not be started: {e.Message}");
        }

        using (process)
        using (var watchdog = new Watchdog(time, timeLimit, spec.IdleLimit))
        {
            return await FollowAsync(process, watchdog, claim, output, read(process, watchdog));
        }
    }

    private async Task<CommandEnd> FollowAsync(
        SessionProcess process, Watchdog watchdog, Claim claim, WorkOutput output, Task reading)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(watchdog.Over, claim.Ending);
        var exit = process.WaitAsync();
        await exit.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var how = exit.IsCompletedSuccessfully ? EndedHow.ByItself
            : claim.Ending.IsCancellationRequested ? EndedHow.Claim
            : watchdog.Reason;
        if (how != EndedHow.ByItself)
        {
            output.Say($"The work is ended: {Describe(how)}");
            await process.EndAsync(ChooseManner(how, claim), time);
        }

        // Whatever the command left in the background ends with it; else the streams would stay open, too.
        var left = process.EndRest();
        await exit;
        await FinishReadingAsync(reading, output);
        if (left > 0 && how == EndedHow.ByItself)
        {
            output.Say($"Ended {left} background process(es) that the command had left.");
        }

        return new CommandEnd(how, how == EndedHow.ByItself ? process.ExitCode : null);
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
        _ => how == EndedHow.Lingering ? EndManner.Terminate : EndManner.Interrupt,
    };

    private static string Describe(EndedHow how) => how switch
    {
        EndedHow.Claim => "it was cancelled.",
        EndedHow.TimeLimit => "its time limit is over.",
        EndedHow.Silence => "it printed nothing for too long.",
        _ => "it told its result and did not end.",
    };
}
