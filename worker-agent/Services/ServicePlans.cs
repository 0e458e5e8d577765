using System.Net;

namespace Swarm.WorkerAgent.Services;

/// <summary>
/// The service of the user who installs it: work needs his files and his tools' sign-ins, and no more rights than his.
/// </summary>
internal static class ServicePlans
{
    private const string Label = "dev.swarm.agent";
    private const string Unit = "swarm-agent.service";
    private const string TaskName = "SwarmAgent";

    /// <summary>The plan for this system.</summary>
    /// <param name="command">The agent's program and what stands before its verb.</param>
    /// <param name="flags">The settings that were given as flags.</param>
    public static ServicePlan ForThisSystem(IReadOnlyList<string> command, IReadOnlyList<string> flags)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] whole = [.. command, "run", .. flags];
        return OperatingSystem.IsWindows() ? Windows(whole)
            : OperatingSystem.IsMacOS() ? Launchd(whole, home)
            : Systemd(whole, home);
    }

    /// <summary>
    /// A unit of systemd's user manager. It may drain for as long as it needs, and gets control groups of its own to
    /// hold the limits of its commands.
    /// </summary>
    public static ServicePlan Systemd(IReadOnlyList<string> command, string home) => new(
        Path.Combine(home, ".config/systemd/user", Unit),
        $"""
        [Unit]
        Description=Swarm worker agent
        After=network-online.target

        [Service]
        ExecStart={string.Join(' ', command.Select(QuoteForSystemd))}
        Restart=always
        RestartSec=5
        RestartPreventExitStatus=2 3 4
        KillMode=mixed
        TimeoutStopSec=infinity
        Delegate=pids

        [Install]
        WantedBy=default.target

        """,
        [["systemctl", "--user", "daemon-reload"], ["systemctl", "--user", "enable", "--now", Unit]],
        [["systemctl", "--user", "disable", "--now", Unit]]);

    /// <summary>An agent of launchd that starts with its user's session.</summary>
    public static ServicePlan Launchd(IReadOnlyList<string> command, string home)
    {
        var path = Path.Combine(home, "Library/LaunchAgents", Label + ".plist");
        var arguments = string.Concat(
            command.Select(argument => $"\n    <string>{WebUtility.HtmlEncode(argument)}</string>"));
        return new ServicePlan(
            path,
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict>
              <key>Label</key><string>{Label}</string>
              <key>ProgramArguments</key><array>{arguments}
              </array>
              <key>RunAtLoad</key><true/>
              <key>KeepAlive</key><true/>
              <key>ExitTimeOut</key><integer>3600</integer>
            </dict></plist>

            """,
            [["launchctl", "load", "-w", path]],
            [["launchctl", "unload", "-w", path]]);
    }

    /// <summary>
    /// A task that starts with its user's session: a service of Windows would run without the user's own files.
    /// </summary>
    public static ServicePlan Windows(IReadOnlyList<string> command)
    {
        var line = string.Join(' ', command.Select(argument => $"\"{argument}\""));
        return new ServicePlan(
            null,
            line,
            [
                ["schtasks", "/Create", "/F", "/SC", "ONLOGON", "/TN", TaskName, "/TR", line],
                ["schtasks", "/Run", "/TN", TaskName],
            ],
            [["schtasks", "/End", "/TN", TaskName], ["schtasks", "/Delete", "/F", "/TN", TaskName]]);
    }

    // Its own quoting: a percent sign begins a specifier, a dollar sign a variable.
    private static string QuoteForSystemd(string argument) => "\"" + argument
        .Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("%", "%%", StringComparison.Ordinal)
        .Replace("$", "$$", StringComparison.Ordinal) + "\"";
}
