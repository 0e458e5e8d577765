using Swarm.WorkerAgent.Doctors;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Prints what the doctor finds; its exit code tells whether work can be done.</summary>
internal static class DoctorCommand
{
    public static async Task<int> RunAsync(SettingsReader settings)
    {
        var options = settings.ToOptions();
        using var http = HttpClients.Create(options.Url);
        var findings = await new Doctor(options, http, TimeProvider.System).ExamineAsync();
        foreach (var finding in findings)
        {
            var mark = finding.Grade switch
            {
                Grade.Good => "ok  ",
                Grade.Warning => "warn",
                _ => "FAIL",
            };
            Console.Out.WriteLine($"{mark}  {finding.Subject}: {finding.Words}");
        }

        return findings.Any(finding => finding.Grade == Grade.Fault) ? ExitCodes.Fault : ExitCodes.Done;
    }
}
