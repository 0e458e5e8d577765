using System.Diagnostics;

namespace Swarm.Cli.Git;

/// <summary>Calls git whatever the user has configured: identity, signing, hooks and line ends are ours.</summary>
internal sealed class GitCommand(string folder)
{
    private static readonly string Nowhere = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    private static readonly Dictionary<string, string> Isolation = new()
    {
        ["GIT_CONFIG_GLOBAL"] = Nowhere,
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_AUTHOR_NAME"] = "Swarm demo",
        ["GIT_AUTHOR_EMAIL"] = "demo@swarm.invalid",
        ["GIT_COMMITTER_NAME"] = "Swarm demo",
        ["GIT_COMMITTER_EMAIL"] = "demo@swarm.invalid",
        ["LC_ALL"] = "C",
    };

    public static async Task DemandInstalledAsync(CancellationToken cancellation)
    {
        var version = await new GitCommand(Path.GetTempPath()).TryAsync(["--version"], cancellation);
        if (version.ExitCode != 0)
        {
            throw CliException.CannotStart("git is not installed or not in the PATH; install it and run this again.");
        }
    }

    /// <summary>Calls git and demands success.</summary>
    public async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var (exitCode, output, error) = await TryAsync(arguments, cancellation);
        return exitCode == 0
            ? output
            : throw CliException.CannotStart(
                $"git {string.Join(' ', arguments)} failed in {folder} (exit code {exitCode}): {error.Trim()}");
    }

    /// <summary>Calls git; the exit code is an answer. 127 if there is no git.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryAsync(
        IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var info = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] options =
            ["-c", "commit.gpgsign=false", "-c", $"core.hooksPath={Nowhere}", "-c", "core.autocrlf=false"];
        foreach (var argument in options.Concat(arguments))
        {
            info.ArgumentList.Add(argument);
        }

        // The caller may stand inside another repository's hook, which sets these.
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
        {
            info.Environment.Remove(name);
        }

        foreach (var (name, value) in Isolation)
        {
            info.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(info)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output, await error);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (127, "", e.Message);
        }
    }
}
