using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Diagnostics;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Makes this machine a worker without starting to work.</summary>
internal static class JoinCommand
{
    public static async Task<int> RunAsync(SettingsReader settings)
    {
        ILogger log = new StderrLogger(Console.Error, TimeProvider.System);
        var options = settings.ToOptions();
        if (options.FindMistake() is { } mistake)
        {
            throw new ConfigException(mistake);
        }

        try
        {
            var folder = new DataFolder(options.DataFolder);
            using var folderLock = DataFolderLock.Take(folder);
            using var http = HttpClients.Create(options.Url);
            var enrolment = AgentFactory.CreateEnrolment(options, folder, http, TimeProvider.System, log);
            var identity = await enrolment.JoinAsync(CancellationToken.None);
            Console.Out.WriteLine($"This machine is worker {identity.WorkerId} of {identity.Url} now.");
            return ExitCodes.Done;
        }
        catch (EnrolmentException e)
        {
            Logs.CannotGoOn(log, e.Message);
            return ExitCodes.NotJoined;
        }
        catch (DataFolderInUseException e)
        {
            Logs.CannotGoOn(log, e.Message);
            return ExitCodes.DataFolder;
        }
    }
}
