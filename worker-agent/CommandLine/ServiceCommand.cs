using System.ComponentModel;
using System.Diagnostics;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Services;
using Swarm.WorkerAgent.Settings;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>Installs and removes the service. The flags given here are those that it runs with.</summary>
internal static class ServiceCommand
{
    public static Task<int> ShowAsync(SettingsReader settings)
    {
        var plan = Plan(settings);
        Console.Out.WriteLine(plan.File is { } file ? $"# {file}\n{plan.Content}" : plan.Content);
        foreach (var command in plan.Install)
        {
            Console.Out.WriteLine($"# {string.Join(' ', command)}");
        }

        return Task.FromResult(ExitCodes.Done);
    }

    public static async Task<int> InstallAsync(SettingsReader settings)
    {
        var plan = Plan(settings);
        if (plan.File is { } file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, plan.Content);
            Console.Out.WriteLine($"Wrote {file}.");
        }

        return await RunAllAsync(plan.Install, goOn: false);
    }

    public static async Task<int> UninstallAsync(SettingsReader settings)
    {
        var plan = Plan(settings);
        var exitCode = await RunAllAsync(plan.Uninstall, goOn: true);
        if (plan.File is { } file && File.Exists(file))
        {
            File.Delete(file);
            Console.Out.WriteLine($"Removed {file}.");
        }

        return exitCode;
    }

    private static ServicePlan Plan(SettingsReader settings)
    {
        // A mistake is told now, not in the service's log; the join token is for `join`, not for a file on disk.
        _ = settings.ToOptions();
        var self = SelfExecutable.Find();
        var flags = settings.All
            .Where(value => value.Source.StartsWith("flag ", StringComparison.Ordinal) && !value.Setting.IsSecret)
            .Select(value => $"{value.Setting.Flag}={string.Join(',', value.Values)}");
        string[] config = settings.File is { } file ? [$"--config={Path.GetFullPath(file)}"] : [];
        return ServicePlans.ForThisSystem([self.FileName, .. self.Arguments], [.. config, .. flags]);
    }

    private static async Task<int> RunAllAsync(IReadOnlyList<IReadOnlyList<string>> commands, bool goOn)
    {
        var result = ExitCodes.Done;
        foreach (var command in commands)
        {
            if (await RunAsync(command) != 0)
            {
                await Console.Error.WriteLineAsync($"This failed: {string.Join(' ', command)}");
                result = ExitCodes.Fault;
                if (!goOn)
                {
                    break;
                }
            }
        }

        return result;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)))!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Fault;
        }
    }
}
