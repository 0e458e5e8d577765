using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Tools.Discovery;

/// <summary>Finds programs on this machine and asks them for their versions.</summary>
internal sealed partial class ProgramSearch(TimeProvider time)
{
    private const int MaxAnswerChars = 4096;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The program's place: a path as it is, a name as PATH has it; null if it is not there.</summary>
    public static string? Find(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return IsProgram(program) ? Path.GetFullPath(program) : null;
        }

        string[] suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders
            .Where(folder => folder.Length > 0)
            .SelectMany(folder => suffixes.Select(suffix => Path.Combine(folder, program + suffix)))
            .FirstOrDefault(IsProgram);
    }

    /// <summary>Runs a program that should tell its version at once.</summary>
    public async Task<ToolHealth> AskVersionAsync(
        IReadOnlyList<string> command, IReadOnlyCollection<string> passed, CancellationToken cancellation)
    {
        if (Find(command[0]) is not { } program)
        {
            return new ToolHealth(IsPresent: false, $"There is no program '{command[0]}'.");
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var (exitCode, text) = await RunAsync(program, command.Skip(1), passed, either.Token);
            var first = text.Trim().Split('\n')[0].Trim();
            var version = Version().Match(text) is { Success: true } match ? match.Value : null;
            var reason = exitCode == 0 ? null : $"'{command[0]}' ended with exit code {exitCode}: {first}";
            return new ToolHealth(IsPresent: true, reason, version);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ToolHealth(IsPresent: true, $"'{command[0]}' did not tell its version in {Patience.Seconds} s.");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return new ToolHealth(IsPresent: true, $"'{command[0]}' could not be started: {e.Message}");
        }
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyCollection<string> passed,
        CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in CommandEnvironment.Inherit(passed))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var reading = Task.WhenAll(
                ReadAsync(process.StandardOutput, cancellation), ReadAsync(process.StandardError, cancellation));
            await process.WaitForExitAsync(cancellation);
            var texts = await reading;
            return (process.ExitCode, texts[0].Trim().Length > 0 ? texts[0] : texts[1]);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[1024];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            text.Append(buffer, 0, Math.Min(count, MaxAnswerChars - text.Length));
        }

        return text.ToString();
    }

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None);

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?[-+.\w]*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
