using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Diagnostics;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>
/// Runs an agent as a process: locks its folder, listens to signals, turns what happens into an exit code.
/// </summary>
internal static class RunCommand
{
    public static Task<int> RunAsync(SettingsReader settings) => RunAsync(settings.ToOptions());

    private static async Task<int> RunAsync(AgentOptions options)
    {
        ILogger log = new StderrLogger(Console.Error, TimeProvider.System);
        if (options.FindMistake() is { } mistake)
        {
            Logs.CannotGoOn(log, mistake);
            return ExitCodes.Usage;
        }

        using var drain = new CancellationTokenSource();
        using var abort = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, drain, abort));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, drain, abort));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Stop(signal, drain, abort));
        try
        {
            // Reading a command's output blocks two pool threads for each slot.
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(workers + (2 * options.Slots), completions);
            var folder = new DataFolder(options.DataFolder);
            using var folderLock = DataFolderLock.Take(folder);
            using var connections = new Connections(options.Url);
            using var agent = AgentFactory.Create(options, folder, connections, TimeProvider.System, log);
            await agent.RunAsync(drain.Token, abort.Token);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is EnrolmentException or ControlPlaneException { IsUnauthenticated: true })
        {
            Logs.CannotGoOn(log, e.Message);
            return ExitCodes.NotJoined;
        }
        catch (ConfigException e)
        {
            Logs.CannotGoOn(log, e.Message);
            return ExitCodes.Usage;
        }
        catch (DataFolderInUseException e)
        {
            Logs.CannotGoOn(log, e.Message);
            return ExitCodes.DataFolder;
        }
        catch (InvalidOperationException e)
        {
            Logs.TaskFailed(log, e);
            return ExitCodes.Fault;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Logs.CannotGoOn(log, $"The data folder {options.DataFolder} cannot be used: {e.Message}");
            return ExitCodes.DataFolder;
        }
    }

    /// <summary>The first signal drains, the second ends what runs at once.</summary>
    private static void Stop(PosixSignalContext signal, CancellationTokenSource drain, CancellationTokenSource abort)
    {
        signal.Cancel = true;
        if (drain.IsCancellationRequested)
        {
            abort.Cancel();
        }
        else
        {
            drain.Cancel();
        }
    }
}
